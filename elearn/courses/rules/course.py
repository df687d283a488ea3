"""What a course consists of, and which modules have to be completed before one may be begun."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Course:
    """A frozen revision of a course: modules in order. `in_order` says that each opens when those before it are completed."""

    revision_id: str
    course_id: str
    source: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    modules: tuple[str, ...]
    in_order: bool

    def before(self, module_id: str) -> tuple[str, ...]:
        """What the course wants completed before the module."""
        if not self.in_order or module_id not in self.modules:
            return ()
        return self.modules[: self.modules.index(module_id)]


def still_missing(requires: Sequence[str], before: Sequence[str], completed: Collection[str]) -> tuple[str, ...]:
    """The modules to be completed first: what the module requires, then what the course puts before it; each once."""
    return tuple(each for each in dict.fromkeys((*requires, *before)) if each not in completed)
