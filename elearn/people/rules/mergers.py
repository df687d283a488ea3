"""What became of a place: the one that it is part of on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Merger:
    """From a day on a place is part of another one."""

    place_id: UUID
    into_id: UUID
    since: date


class Mergers:
    """All mergers that stand. Of a place at most one does, and none leads back to it: who records them sees to that."""

    def __init__(self, standing: Iterable[Merger]) -> None:
        self._by_place = {merger.place_id: merger for merger in standing}

    def on(self, place_id: UUID, day: date) -> UUID:
        """What the place is on that day; also where it became part of something that has since become part of another."""
        while (found := self._by_place.get(place_id)) and found.since <= day:
            place_id = found.into_id
        return place_id

    def wholes(self, place_id: UUID) -> set[UUID]:
        """The place and all that it is part of, also through others."""
        found = {place_id}
        while (merger := self._by_place.get(place_id)) and merger.into_id not in found:
            place_id = merger.into_id
            found.add(place_id)
        return found

    def have_ended(self, place_id: UUID) -> bool:
        """Whether the place is part of another one."""
        return place_id in self._by_place

    def parts(self, place_id: UUID) -> set[UUID]:
        """The place and all that became part of it, also through others."""
        found = {place_id}
        while more := {part for part, merger in self._by_place.items() if merger.into_id in found} - found:
            found |= more
        return found
