"""A small world for tests: one country, two academies, an institution each, officers and staff with invented names."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from elearn.foundation import clock, signing
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Account, Country, Identity, Institution, RoleGranted
from elearn.people.rules.officers import name_key
from elearn.people.service import officers, signing_in


@dataclass(frozen=True)
class Place:
    """An academy with its institution, administrator, instructor and three officers (ids)."""

    academy_id: UUID
    institution_id: UUID
    administrator: UUID  # account ids
    instructor: UUID
    officers: tuple[UUID, ...]
    accounts: tuple[UUID, ...]  # the officers' accounts, in the same order


@dataclass(frozen=True)
class World:
    """Kostanay and, with data that could leak, Karaganda; a programme administrator and a monitor for everything."""

    app: Flask
    kostanay: Place
    karaganda: Place
    programme_administrator: UUID
    monitor: UUID

    def signed_in(self, account_id: UUID, language: str = "en") -> FlaskClient:
        """A browser in which the account is signed in."""
        with transaction():
            token = signing_in.sign_in(account_id)
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        client.set_cookie("language", language)
        return client


NAMES = (
    ("Сейтқали", "Айгүл", "F"),
    ("Ермолаева", "Вера", "F"),
    ("Төлегенов", "Нұрлан", "M"),
    ("Жумабаев", "Асан", "M"),
    ("Қасымова", "Дина", "F"),
    ("Орлов", "Пётр", "M"),
)


def make_world(app: Flask) -> World:
    """Fill the database of the app."""
    signing.make_key(app.config["KEYS"], "KZ")
    with transaction():
        db.session.add(
            Country(
                code="KZ", names={"en": "Kazakhstan", "kk": "Қазақстан", "ru": "Казахстан"}, time_zone="Asia/Almaty"
            )
        )
        db.session.flush()
        kostanay = _place(app, "kostanay", {"en": "Kostanay academy", "ru": "Костанайская академия"}, 0)
        karaganda = _place(app, "karaganda", {"en": "Karaganda training centre"}, 3)
        administrator = staff("programme", "programme-administrator", None)
        monitor = staff("monitor", "monitor", None)
    return World(app, kostanay, karaganda, administrator, monitor)


def _place(app: Flask, code: str, names: dict[str, str], start: int) -> Place:
    academy = Academy(country="KZ", code=code, names=names, own_choice=True, contact="room 12")
    institution = Institution(
        country="KZ", code=f"{code}-1", names={"en": f"Institution of {code}"}, region=code.title()
    )
    db.session.add_all([academy, institution])
    db.session.flush()
    made = [
        officer(app, academy.id, institution.id, family, given, sex, f"{start + n:06}")
        for n, (family, given, sex) in enumerate(NAMES[start : start + 3], 1)
    ]
    return Place(
        academy.id,
        institution.id,
        staff(f"{code}-admin", "academy-administrator", academy.id),
        staff(f"{code}-instructor", "instructor", academy.id),
        tuple(officer_id for officer_id, _ in made),
        tuple(account_id for _, account_id in made),
    )


def officer(
    app: Flask,
    academy_id: UUID,
    institution_id: UUID,
    family: str,
    given: str,
    sex: str | None,
    number: str,
    **more: Any,
) -> tuple[UUID, UUID]:
    """An officer with identity, posting and account: (officer id, account id)."""
    officer_id = officers.register_officer(
        country="KZ",
        academy_id=academy_id,
        sex=sex,
        birth_year=1990,
        match_key=signing.match_key(app.config["KEYS"], "KZ", number),
        **more,
    )
    officers.post(officer_id, institution_id, "сержант", "security-officer", date(2026, 1, 1))
    key = name_key(family, given)
    db.session.add(
        Identity(officer_id=officer_id, family_name=family, given_name=given, service_number=number, name_key=key)
    )
    account = Account(officer_id=officer_id, created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    return officer_id, account.id


def staff(user_name: str, role: str, scope: UUID | None) -> UUID:
    """A staff account with a role: its id."""
    account = Account(user_name=user_name, display_name=user_name.title(), created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    db.session.add(RoleGranted(account_id=account.id, role=role, scope=scope))
    db.session.flush()
    return account.id
