"""From a file to quiz.md in a real browser, without a line of JavaScript of this page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import sign_in
from tests.factories_content import publish_in_part
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both

GIFT = "::fire:: Is fire hot?{T}\n\n::who:: Кто?{=Закон ~Любой#Только закон.}\n\n::why:: Why?{}\n"


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's instructor, signed in, with a module to write for."""
    publish_in_part()
    context = chromium.new_context(locale="en", base_url=site, java_script_enabled=False, accept_downloads=True)
    sign_in(world, context, site, world.kostanay.instructor)
    yield context.new_page()
    context.close()


def test_from_a_file_to_quiz_md(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "questions.gift"
    file.write_text(GIFT)
    page.goto("/catalogue/searches")
    page.get_by_role("link", name="Bring questions from another system").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Objective").select_option("lawful")
    page.get_by_label("Difficulty").select_option("1")
    page.get_by_role("button", name="Look at the questions").click()
    assert page.get_by_role("status").inner_text() == "Read as GIFT. 2 questions can be carried. 1 question cannot."
    assert page.get_by_role("radio").count() == 4
    assert all(radio.is_disabled() for radio in page.get_by_role("radio").all())
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as quiz.md").click()
    assert download.value.suggested_filename == "quiz.md"
    assert Path(download.value.path()).read_bytes().decode() == (
        "## Is fire hot? {#fire objective=lawful difficulty=1}\n\n= true\n\n"
        "## Кто? {#who objective=lawful difficulty=1}\n\n- [x] Закон {#a}\n- [ ] Любой {#b}\n  > Только закон.\n"
    )


def test_from_a_module_to_a_file(page: Page) -> None:
    page.goto("/catalogue/searches")
    page.get_by_role("link", name="Take the questions to another system").click()
    page.get_by_label("Language of the questions").select_option("ru")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/export?language=ru")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Aiken").click()
    assert download.value.suggested_filename == "searches-ru.txt"
    assert Path(download.value.path()).read_text().startswith("Кто может приказать обыск?\nA) Кого называет закон\n")
