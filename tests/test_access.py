"""Every route and who may open it: the list in access.txt is the agreed one, and each role is tried on each route."""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from elearn.foundation.access import CLIENT, check_every_view
from elearn.people.rules.roles import ALLOWS, Permission, Role
from tests.routes import methods, path
from tests.world import World

AGREED = Path(__file__).with_name("access.txt")


def routes(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def access(app: Flask, rule: Rule) -> Permission | None:
    """What the view declares; None for a public one."""
    declared: Permission | None = vars(app.view_functions[rule.endpoint])["access"]
    return declared


def test_the_list_of_routes_is_the_agreed_one(app: Flask) -> None:
    """A new route must be entered in access.txt by hand: that is the moment to think about who may open it."""
    lines = [f"{rule.rule} {','.join(methods(rule))} {access(app, rule) or 'public'}\n" for rule in routes(app)]
    assert sorted(lines) == sorted(AGREED.read_text().splitlines(keepends=True))


def test_who_is_not_signed_in_is_sent_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for rule in routes(app):
        if access(app, rule) in (None, CLIENT):
            continue
        for method in methods(rule):
            answer = client.open(path(app, rule), method=method)
            assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), (rule.rule, method)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_refused_what_no_role_of_theirs_allows(world: World, role: Role) -> None:
    account = {
        Role.OFFICER: world.kostanay.accounts[0],
        Role.INSTRUCTOR: world.kostanay.instructor,
        Role.ACADEMY_ADMINISTRATOR: world.kostanay.administrator,
        Role.PROGRAMME_ADMINISTRATOR: world.programme_administrator,
        Role.MONITOR: world.monitor,
    }[role]
    client = world.signed_in(account)
    for rule in routes(world.app):
        needed = access(world.app, rule)
        if needed in (None, CLIENT) or needed in ALLOWS[role]:
            continue
        for method in methods(rule):
            assert client.open(path(world.app, rule), method=method).status_code == 403, (rule.rule, method)


def test_what_is_for_programs_no_visitor_opens_whatever_the_role(world: World) -> None:
    for client in (world.app.test_client(), world.signed_in(world.programme_administrator)):
        for rule in routes(world.app):
            if access(world.app, rule) == CLIENT:
                for token in ({}, {"Authorization": "Bearer nobodys"}):
                    answer = client.get(path(world.app, rule), headers=token)
                    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), rule.rule


def test_a_view_that_declares_no_access_keeps_the_site_from_starting(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: ""
    with pytest.raises(RuntimeError, match="views without @requires or @public: forgotten"):
        check_every_view(app)
