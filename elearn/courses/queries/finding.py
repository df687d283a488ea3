"""Reads for search: what somebody may search, and what is found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from elearn.courses.models import Module, Passage, Revision
from elearn.courses.queries import enrolment as enrolling
from elearn.courses.queries import progress, published
from elearn.courses.rules import finding, standing
from elearn.courses.rules.enrolling import OwnChoice, own_choice
from elearn.courses.rules.finding import (
    FOR_OFFICERS,
    FOR_STAFF,
    HEAVIEST,
    PER_PAGE,
    Kind,
    Piece,
    Placed,
    Readable,
    weighing,
)
from elearn.courses.rules.module import Published
from elearn.foundation.db import db
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.stems import placed, stems

# Of every language in which passages are looked for, the stems of what was typed.
Stems = Mapping[str, tuple[str, ...]]
# What migration 0002 adds, on SQLite and on PostgreSQL.
_FULL_TEXT = table("full_text_passage", column("rowid"))
_VECTORS = table("passage", column("number"), column("full_text_vector")).alias("vectors")


@dataclass(frozen=True)
class Hit:
    """A passage that was found. `opens` is false for one of a module in which the officer is not enrolled yet."""

    kind: Kind
    module: Published
    language: str
    part_id: str
    scene_id: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    opens: bool


@dataclass(frozen=True)
class Results:
    """A page of what was found. `everywhere` says whether all languages were searched, `typed` whether there were words."""

    hits: tuple[Hit, ...]
    how_many: int
    page: int
    everywhere: bool
    typed: bool

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.how_many // PER_PAGE))


def search(readable: Readable, typed: str, language: str, everywhere: bool, page: int) -> Results:
    """What is found in the reader's language; in all of them where they are wanted, or where it is nothing in that one."""
    typed = typed[: finding.LONGEST_QUERY]
    looked_for = {each: finding.wanted(stems(typed, each)) for each in LANGUAGES}
    if not everywhere:
        rows, how_many = _found(readable, {language: looked_for[language]}, language, page)
        everywhere = not how_many
    if everywhere:
        rows, how_many = _found(readable, looked_for, language, page)
    hits = tuple(_hit(readable, row, looked_for[row.language]) for row in rows)
    return Results(hits, how_many, page, everywhere, any(looked_for.values()))


def _hit(readable: Readable, row: Passage, looked_for: tuple[str, ...]) -> Hit:
    title, words = (tuple(Placed(*each) for each in placed(text, row.language)) for text in (row.title, row.words))
    return Hit(
        Kind(row.kind),
        published.revision(row.revision_id),
        row.language,
        row.part_id,
        row.scene_id,
        finding.marked(row.title, title, looked_for),
        finding.excerpt(row.words, words, looked_for),
        readable.revisions[row.revision_id],
    )


def for_staff(officer_id: UUID | None = None) -> Readable:
    """All that is current, with scenes and questions; without the questions of what the visitor has still to pass."""
    to_pass = progress.to_pass(officer_id) if officer_id else ()
    current = db.session.execute(select(Module.id, Module.revision_id)).all()
    no_keys = frozenset(row.revision_id for row in current if row.id in to_pass)
    return Readable(dict.fromkeys((row.revision_id for row in current), True), FOR_STAFF, no_keys)


def for_officer(officer_id: UUID) -> Readable:
    """The revision the officer reads of each module, and of those they may choose the current one."""
    enrolments = progress.of_officer(officer_id)
    allowed = enrolling.own_place(officer_id).own_choice
    chosen = [each for each in published.catalogue() if own_choice(each, enrolments, allowed) is OwnChoice.GRANTED]
    own = {each.revision_id: True for each in standing.one_a_module(enrolments)}
    return Readable({each.revision_id: False for each in chosen} | own, FOR_OFFICERS)


def _found(readable: Readable, stems: Stems, language: str, page: int) -> tuple[list[Passage], int]:
    """Passages in which every word stands, a page of them, and how many there are.

    Those in the reader's language come first; then those in whose titles all words stand; then those in which all stand
    often; then by module and place.
    """
    matching = and_(Passage.revision_id.in_(readable.revisions), Passage.kind.in_(readable.kinds), _matches(stems, 0))
    if readable.no_keys:
        matching &= (Passage.kind != Kind.QUESTION) | Passage.revision_id.not_in(readable.no_keys)
    how_many = db.session.execute(select(func.count()).select_from(Passage).where(matching)).scalar_one()
    weight = sum((case((_matches(stems, each), 1), else_=0) for each in range(1, HEAVIEST + 1)), literal(0))
    # Their texts are long: only those of one page are read.
    numbers = (
        select(Passage.number)
        .join(Revision, Revision.id == Passage.revision_id)
        .where(matching)
        .order_by(Passage.language != language, weight.desc(), Revision.module_id, Passage.number)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    order = list(db.session.execute(numbers).scalars()) if how_many else []
    rows = db.session.execute(select(Passage).where(Passage.number.in_(order))).scalars()
    return sorted(rows, key=lambda row: order.index(row.number)), how_many


def _alike(stems: Stems) -> dict[tuple[str, ...], list[str]]:
    """The languages in which the words have these stems."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for language, each in stems.items():
        alike.setdefault(each, []).append(language)
    return alike


def _matches(stems: Stems, weight: int) -> ColumnElement[bool]:
    """Whether all words stand in a passage and each weighs so much or more."""
    ways = [
        and_(Passage.language.in_(languages), Passage.number.in_(_holding([weighing(stem, weight) for stem in each])))
        for each, languages in _alike(stems).items()
        if each
    ]
    return or_(*ways) if ways else false()


def _holding(words: Sequence[str]) -> Select[Any]:
    """The numbers of the passages whose index holds all of these, by the index that each database has of its own sort."""
    if db.engine.dialect.name == "postgresql":
        simple: ColumnElement[Any] = literal_column("'simple'")
        asked = func.plainto_tsquery(simple, " ".join(words))
        return select(_VECTORS.c.number).where(_VECTORS.c.full_text_vector.op("@@")(asked))
    quoted = " ".join(f'"{word}"' for word in words)
    return select(_FULL_TEXT.c.rowid).where(literal_column("full_text_passage").op("MATCH")(quoted))
