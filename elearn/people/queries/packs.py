"""What the pack of a country lists: regions, kinds of institution, rank groups, ranks."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from elearn.foundation.db import db
from elearn.people.models import Country, PackEntry
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.packs import Listing

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def offered(country: str, listing: Listing) -> list[AnyRow]:
    """The entries that a form of the country offers, in order: code and names."""
    return list(
        db.session.execute(
            select(PackEntry.code, PackEntry.names)
            .where(PackEntry.country == country, PackEntry.listing == listing, PackEntry.offered)
            .order_by(PackEntry.position)
        )
    )


def number_rules(country: str) -> AnyRow:
    """The forms of the country's service numbers, whether others are refused, and whether IINs are kept."""
    columns = (Country.number_forms, Country.only_these_forms, Country.keeps_iin)
    return db.session.execute(select(*columns).where(Country.code == country)).one()


def names_it(
    listing: Listing, country: Column, code: Column, entry: type[PackEntry] = PackEntry
) -> ColumnElement[bool]:
    """The condition on PackEntry that it is the one whose code a record of the country holds."""
    return and_(entry.listing == listing, entry.country == country, entry.code == code)
