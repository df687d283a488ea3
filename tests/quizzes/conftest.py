"""Quizzes by themselves: attempts of enrolments that nobody made, so what stands above is not kept in step."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from elearn.people.service import projection
from tests.browser import sign_in
from tests.world import World


@pytest.fixture(autouse=True)
def _without_projections_above(app: Flask) -> None:
    app.extensions["projections"] = (projection.project,)


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's first officer, signed in."""
    context = chromium.new_context(locale="en")
    sign_in(world, context, site, world.kostanay.accounts[0])
    yield context.new_page()
    context.close()
