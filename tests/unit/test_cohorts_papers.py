"""How printed lists are parted: every officer once, by institution and unit."""

from dataclasses import dataclass
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from elearn.cohorts.rules.papers import by_unit

ONE, OTHER = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Officer:
    name: str
    institution_id: UUID | None
    unit: str | None = None


def test_lists_are_by_institution_and_unit() -> None:
    rows = [
        Officer("a", OTHER, "Wing 10"),
        Officer("b", OTHER, "wing  2"),
        Officer("c", OTHER),
        Officer("d", OTHER, "Wing 2"),
        Officer("e", OTHER, "3-корпус"),
        Officer("f", ONE, "Wing 2"),
        Officer("g", None),
    ]
    assert ["".join(row.name for row in each) for each in by_unit(rows)] == ["c", "e", "bd", "a", "f", "g"]
    assert by_unit([]) == []


UNITS = st.none() | st.text("Aa 12٣²-к", max_size=5)


@given(st.lists(st.builds(Officer, st.just("x"), st.sampled_from([ONE, OTHER, None]), UNITS)))
def test_everybody_stands_on_one_list_whatever_units_are_called(rows: list[Officer]) -> None:
    lists = by_unit(rows)
    assert sorted(map(repr, (row for each in lists for row in each))) == sorted(map(repr, rows))
    assert all(len({row.institution_id for row in each}) == 1 for each in lists)
    assert len({(row.institution_id, " ".join((row.unit or "").casefold().split())) for row in rows}) >= len(lists)
