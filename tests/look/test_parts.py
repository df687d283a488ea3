"""The parts of pages: fields tied to their hints and errors, summaries of errors, empty lists, pages of a list."""

from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask, render_template_string

from elearn.foundation.locale import Text
from tests.look.gallery import OfficerForm


@pytest.fixture
def form(gallery: Flask) -> Any:
    with gallery.test_request_context(headers={"Accept-Language": "en"}):
        yield OfficerForm(formdata=None)


def _made(call: str, **values: Any) -> str:
    source = render_template_string('{% import "foundation/parts.html" as parts %}{{ parts.' + call + " }}", **values)
    return " ".join(source.split())


def _input(source: str, tag: str = "input") -> dict[str, str]:
    element = ElementTree.fromstring(source).find(f".//{tag}")  # noqa: S314 - our own
    assert element is not None
    return element.attrib


def test_field_with_neither_hint_nor_error(form: OfficerForm) -> None:
    assert _made("field(form.password, autocomplete='off')", form=form) == (
        '<div class="field"> <label for="password">Your password</label> '
        '<input autocomplete="off" id="password" name="password" type="password" value=""> </div>'
    )


def test_hint_and_error_are_read_with_the_field(form: OfficerForm) -> None:
    form.number.errors = ["Please fill this in.", "Digits only."]
    assert _made("field(form.number, 'On the card')", form=form) == (
        '<div class="field wrong"> <label for="number">Service number</label> <small id="number-hint">On the card</small> '
        '<p class="error" id="number-error">Please fill this in. Digits only.</p> '
        '<input aria-describedby="number-hint number-error" aria-invalid="true" '
        'id="number" name="number" required type="text" value=""> </div>'
    )


def test_radio_buttons_stand_in_a_frame_with_a_legend(form: OfficerForm) -> None:
    form.sex.errors = ["Please choose one."]
    source = _made("field(form.sex)", form=form)
    assert source.startswith(
        '<fieldset id="sex" class="wrong" aria-describedby="sex-error" aria-invalid="true"> <legend>Sex</legend> '
        '<p class="error" id="sex-error">Please choose one.</p>'
    )
    assert source.count('class="field check"') == 3


def test_tick_box_stands_before_its_label(form: OfficerForm) -> None:
    source = _made("field(form.agreed)", form=form)
    assert source.index("<input") < source.index("<label")


def test_summary_of_errors_leads_to_the_fields(form: OfficerForm) -> None:
    assert _made("errors(form)", form=form) == ""
    form.family.errors = ["Please fill this in."]
    form.form_errors = ["The number and the name do not belong together."]
    assert _made("errors(form)", form=form) == (
        '<div class="notice bad" role="alert"> <p class="heading">Please look at this form again</p> <ul> '
        "<li>The number and the name do not belong together.</li> "
        '<li><a href="#family">Family name</a> Please fill this in.</li> </ul> </div>'
    )


@pytest.mark.usefixtures("form")
def test_text_in_another_language_is_marked() -> None:
    assert _made("text(words)", words=Text("<Risk>", "en")) == "&lt;Risk&gt;"
    assert _made("text(words)", words=Text("تقييم", "ar")) == '<span lang="ar" dir="rtl">تقييم</span>'


@pytest.mark.usefixtures("form")
def test_small_parts() -> None:
    assert _made("tag('late', 'bad')") == '<span class="tag bad">late</span>'
    assert _made("tag('42 %')") == '<span class="tag">42 %</span>'
    assert _made("submit('Save')") == '<button class="button">Save</button>'
    assert (
        _made("meter(42, 'done')") == '<progress class="meter" max="100" value="42" aria-label="done">42 %</progress>'
    )
    assert _made("empty('Nothing yet.')") == '<div class="empty"> <p>Nothing yet.</p> </div>'
    assert _made("onward()") == '<span class="flip" aria-hidden="true">→</span>'


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize(
    ("page", "last", "links"), [(1, 1, []), (1, 3, ["?page=2"]), (2, 3, ["?page=1", "?page=3"]), (3, 3, ["?page=2"])]
)
def test_pages(page: int, last: int, links: list[str]) -> None:
    source = _made("pages(page, last, '?page={}'.format)", page=page, last=last)
    found = [element.get("href") for element in ElementTree.fromstring(source or "<nav/>").iter("a")]  # noqa: S314
    assert found == links
    assert (f"Page {page} of {last}" in source) == (last > 1)


def test_error_page_gives_a_reference_and_a_way_on(gallery: Flask) -> None:
    answer = gallery.test_client().get("/crash", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert 'class="code"' in answer.text
    assert '<a class="button" href="/">To the first page</a>' in answer.text


def test_error_page_without_a_reference(gallery: Flask) -> None:
    answer = gallery.test_client().get("/no-such-page", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert 'class="code"' not in answer.text
