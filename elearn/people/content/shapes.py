"""What may stand in the file of a country."""

from typing import Annotated

from pydantic import Field, Strict

from elearn.foundation.manuscript.shapes import Id, InLanguages, Language, Shape, Words


class Entry(Shape):
    """`review` says what somebody who knows the country must still check."""

    names: InLanguages
    review: Words | None = None


class RankEntry(Entry):
    group: Id


class ServiceNumber(Shape):
    """Without `forms` nothing is known about it."""

    forms: tuple[Words, ...] = ()
    only_these: Annotated[bool, Strict()] = Field(False, alias="only-these")
    review: Words | None = None


class CountryFile(Shape):
    """Lists stand in the order in which they are shown; ranks and their groups with the lowest first."""

    code: Words
    names: InLanguages
    languages: tuple[Language, ...] = ()
    time_zone: Words = Field(alias="time-zone")
    service_number: ServiceNumber = Field(ServiceNumber(), alias="service-number")
    regions: Annotated[dict[Id, Entry], Field(min_length=1)]
    institution_kinds: dict[Id, Entry] = Field({}, alias="institution-kinds")
    academies: dict[Id, Entry] = Field({})
    rank_groups: dict[Id, Entry] = Field({}, alias="rank-groups")
    ranks: dict[Id, RankEntry] = Field({})
