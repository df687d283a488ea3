"""Individual identification numbers: kept only where the country's setting says so, sealed, and found again by a keyed hash.

Both keys are derived from the country's key, which lies outside the database. Number and hash stand in Identity, so that they
are erased with the name; what a link was made by stays.
"""

import hashlib
import hmac
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update

from elearn.foundation import sealing, signing
from elearn.foundation.db import db
from elearn.people.models import Country, Identity, Officer
from elearn.people.queries import packs
from elearn.people.rules import iin
from elearn.people.rules.officers import Basis
from elearn.people.service import links


def match_key(keys: Path, country: str, digits: str) -> str:
    """The keyed hash that equal numbers have in common. Raises KeyMissing."""
    key = sealing.key_of(signing.country_key(keys, country), "iin match key")
    return hmac.new(key, digits.encode(), hashlib.sha256).hexdigest()


def keep(identity: Identity, country: str, digits: str, by_account: UUID | None, keys: Path) -> None:
    """Keep the number instead of the one before, or none for "": links that the one before made end, others are made."""
    if not packs.number_rules(country).keeps_iin:
        return
    officer_id = identity.officer_id
    identity.iin = sealing.sealed(_key(keys, country), digits.encode(), officer_id.bytes) if digits else None
    identity.iin_key = match_key(keys, country, digits) if digits else None
    db.session.add(identity)
    db.session.flush()
    links.undo_outdated(officer_id, identity.iin_key or "", by_account, Basis.IIN)
    if identity.iin_key:
        links.link_equal_numbers(officer_id, country, identity.iin_key, Basis.IIN)


def masked(officer_id: UUID, country: str, keys: Path) -> str:
    """The number's last four digits behind dots; nothing when none is kept, or the key that opens it is not here."""
    found = db.session.get(Identity, officer_id)
    digits = _opened(found, country, keys) if found else None
    return "•" * 8 + digits[8:] if digits else ""


def _opened(identity: Identity, country: str, keys: Path) -> str | None:
    if identity.iin is None or not signing.has_key(keys, country):
        return None
    found = sealing.unsealed(_key(keys, country), identity.iin, identity.officer_id.bytes)
    return found.decode() if found else None


def set_keeping(country: str, keeps: bool) -> bool:
    """Say whether the country's numbers are kept; False where there are none such. No longer keeping them deletes them."""
    if country not in iin.COUNTRIES:
        return False
    db.session.execute(update(Country).where(Country.code == country).values(keeps_iin=keeps))
    if not keeps:
        _delete(select(Officer.id).where(Officer.country == country))
    return True


def forget_unreadable(country: str, keys: Path) -> int:
    """Delete the numbers that the key that is there now does not open: how many. They must be typed once more."""
    kept = select(Identity).join(Officer, Officer.id == Identity.officer_id)
    rows = db.session.execute(kept.where(Officer.country == country, Identity.iin.is_not(None))).scalars()
    lost = [row.officer_id for row in rows if _opened(row, country, keys) is None]
    _delete(lost)
    return len(lost)


def _delete(officer_ids: object) -> None:
    columns = {"iin": None, "iin_key": None}
    db.session.execute(update(Identity).where(Identity.officer_id.in_(officer_ids)).values(**columns))  # type: ignore[arg-type]


def _key(keys: Path, country: str) -> bytes:
    return sealing.key_of(signing.country_key(keys, country), "iin")
