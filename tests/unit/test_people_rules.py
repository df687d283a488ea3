"""Rules of people: permissions, sign-ins, passwords, names, and which records are one person."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.people.rules.officers import is_plausible_birth_year, name_key, same_person
from elearn.people.rules.passwords import PasswordProblem, password_problem
from elearn.people.rules.roles import ALLOWS, Grant, Nobody, Permission, Role, Visitor, role_fits
from elearn.people.rules.signing_in import code_lifetime, is_locked, is_user_name, normalised_user_name, sign_in_stands

HERE, THERE = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
COMMON = frozenset({"password", "qwerty123456", "kostanay", "administratoradministrator"})


def visitor(*grants: Grant) -> Visitor:
    return Visitor("token", UUID(int=9), None, "", None, False, grants)


# Permissions


def test_a_role_at_one_academy_holds_there_only() -> None:
    administrator = visitor(Grant(Role.ACADEMY_ADMINISTRATOR, HERE))
    assert administrator.may(Permission.ENROL)
    assert administrator.may(Permission.ENROL, HERE)
    assert not administrator.may(Permission.ENROL, THERE)
    assert not administrator.may(Permission.MANAGE_SITE)
    assert administrator.scopes(Permission.ENROL) == frozenset({HERE})
    assert administrator.scopes(Permission.MANAGE_SITE) == frozenset()


def test_a_role_without_scope_holds_everywhere() -> None:
    administrator = visitor(Grant(Role.PROGRAMME_ADMINISTRATOR), Grant(Role.PROGRAMME_ADMINISTRATOR, HERE))
    assert administrator.may(Permission.SEE_IDS, THERE)
    assert administrator.scopes(Permission.SEE_IDS) is None


def test_roles_at_two_academies_do_not_mix() -> None:
    both = visitor(Grant(Role.ACADEMY_ADMINISTRATOR, HERE), Grant(Role.INSTRUCTOR, THERE))
    assert both.scopes(Permission.SEE_PROGRESS) == frozenset({HERE, THERE})
    assert both.scopes(Permission.EXPORT_NAMED) == frozenset({HERE})
    assert not both.may(Permission.EXPORT_NAMED, THERE)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_may_nothing_and_every_permission_belongs_to_a_role(permission: Permission) -> None:
    assert not Nobody().may(permission)
    assert any(permission in allowed for allowed in ALLOWS.values())


def test_only_academy_administrators_see_names_leave_the_site_and_monitors_see_figures_only() -> None:
    assert [role for role in Role if Permission.EXPORT_NAMED in ALLOWS[role]] == [Role.ACADEMY_ADMINISTRATOR]
    assert ALLOWS[Role.MONITOR] == {Permission.OWN_ACCOUNT, Permission.SEE_FIGURES}


@pytest.mark.parametrize(
    ("role", "academy_id", "fits"),
    [
        (Role.INSTRUCTOR, HERE, True),
        (Role.INSTRUCTOR, None, False),
        (Role.ACADEMY_ADMINISTRATOR, HERE, True),
        (Role.ACADEMY_ADMINISTRATOR, None, False),
        (Role.PROGRAMME_ADMINISTRATOR, None, True),
        (Role.PROGRAMME_ADMINISTRATOR, HERE, False),
        (Role.MONITOR, None, True),
        (Role.MONITOR, HERE, False),
    ],
)
def test_a_role_is_held_at_an_academy_or_everywhere(role: Role, academy_id: UUID | None, fits: bool) -> None:
    assert role_fits(role, academy_id) is fits


# Sign-ins


def test_a_sign_in_ends_after_twelve_hours_even_when_in_use() -> None:
    assert sign_in_stands(NOON, None, NOON + timedelta(hours=12, seconds=-1))
    assert not sign_in_stands(NOON, None, NOON + timedelta(hours=12))
    assert not sign_in_stands(NOON, NOON, NOON)


def test_a_computer_left_for_ten_minutes_locks() -> None:
    assert not is_locked(NOON, NOON + timedelta(minutes=10, seconds=-1))
    assert is_locked(NOON, NOON + timedelta(minutes=10))


def test_a_first_code_is_good_for_longer_than_one_for_a_forgotten_password() -> None:
    assert (code_lifetime(False), code_lifetime(True)) == (timedelta(days=30), timedelta(days=3))


# Passwords


@pytest.mark.parametrize(
    ("password", "staff", "problem"),
    [
        ("1234567", False, PasswordProblem.TOO_SHORT),
        ("қауіпті", False, PasswordProblem.TOO_SHORT),
        ("ұзын құпия сөз", False, None),
        ("abcdefg8", False, None),
        ("abcdefg8", True, PasswordProblem.TOO_SHORT_FOR_STAFF),
        ("four words make it", True, None),
        ("aaaaaaaaaaaaaaa!", True, None),  # no classes of characters are asked for
        ("aaaaaaaaaaaaaaaa", True, PasswordProblem.COMMON),
        ("x" * 64 + "ы" * 64, True, None),
        ("x" * 64 + "ы" * 65, True, PasswordProblem.TOO_LONG),
        ("Password", False, PasswordProblem.COMMON),
        ("password1", False, PasswordProblem.COMMON),
        ("PASSWORD 2026!!", False, PasswordProblem.COMMON),
        ("ｐａｓｓｗｏｒｄ", False, PasswordProblem.COMMON),  # full-width letters
        ("Kostanay2026", False, PasswordProblem.COMMON),
        ("qwerty123456", False, PasswordProblem.COMMON),
        ("administratoradministrator", True, PasswordProblem.COMMON),
        ("passwords are old", False, None),
        ("kz-00 01 23", False, PasswordProblem.OWN_NAME),
        ("KZ000123", False, PasswordProblem.OWN_NAME),
        ("kz000123 and more", False, None),
    ],
)
def test_what_a_password_must_be(password: str, staff: bool, problem: PasswordProblem | None) -> None:
    assert password_problem(password, ["KZ-000123", ""], staff, COMMON) is problem


# Names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Vera.Ivanova ", "vera.ivanova"), ("ＶＥＲＡ", "vera"), ("STRASSE", "strasse")],
)
def test_user_names_do_not_differ_in_capitals_or_width(typed: str, kept: str) -> None:
    assert normalised_user_name(typed) == kept


@pytest.mark.parametrize("name", ["vera", "v.ivanova", "office-2", "a_b"])
def test_user_names(name: str) -> None:
    assert is_user_name(name)


@pytest.mark.parametrize("name", ["", "ab", "1vera", "vera ivanova", "вера", "vera\n", "-vera", "v" * 41, "Vera"])
def test_what_is_not_a_user_name(name: str) -> None:
    assert not is_user_name(name)


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("Қасымова", "Дина", ""), "касымова дина"),
        (("Төлегенов", "Нұрлан", ""), "толегенов нурлан"),
        (("Сейтқали", "Айгүл", ""), "сеиткали аигул"),
        (("Соловьёва", "Алёна", "Петровна"), "соловьева алена петровна"),
        (("Ben  Ali", "Zoé", ""), "ben ali zoe"),
        (("O'Hara-Smith", "", ""), "oharasmith"),
        (("علي", "مُحَمَّد", ""), "علي محمد"),
        (("=1+1", "", ""), "11"),
    ],
)
def test_names_are_found_however_they_are_typed(names: tuple[str, ...], key: str) -> None:
    assert name_key(*names) == key


@pytest.mark.parametrize(
    ("year", "is_plausible"), [(1925, False), (1926, True), (1990, True), (2010, True), (2011, False)]
)
def test_birth_years(year: int, is_plausible: bool) -> None:
    assert is_plausible_birth_year(year, date(2026, 9, 15)) is is_plausible


# Which records are one person

RECORDS = st.integers(min_value=0, max_value=7)
LINKS = st.lists(st.tuples(RECORDS, RECORDS), max_size=12)


@given(links=LINKS, seed=st.randoms(use_true_random=False))
def test_the_order_and_direction_of_links_do_not_matter(links: list[tuple[int, int]], seed: random.Random) -> None:
    shuffled = [seed.choice([(one, other), (other, one)]) for one, other in seed.sample(links, len(links))]
    assert same_person(range(8), shuffled) == same_person(range(8), links)


@given(links=LINKS)
def test_one_person_is_whoever_can_be_reached(links: list[tuple[int, int]]) -> None:
    person = same_person(range(8), links)
    for record in range(8):
        reached, edge = {record}, {record}
        while edge:
            edge = {b for link in links for a, b in (link, link[::-1]) if a in edge} - reached
            reached |= edge
        assert {other for other in range(8) if person[other] == person[record]} == reached
        assert person[record] == min(reached)
