"""Nobody is sent to another site by a crafted link."""

import pytest

from elearn.foundation.access import own_path

OWN = [
    "/",
    "/modules",
    "/modules/risk?part=2&x=%2F",
    "/officers?page=2#top",
    "/a//b",
    "/unlock?next=/officers",
    "/café",
    "/@me",
]


@pytest.mark.parametrize("path", OWN)
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "target",
    [
        None, "", "modules", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example",
        "/\n/evil.example", "/\r/evil.example", " /modules", "/ /evil.example", "/a b", "https://evil.example",
        "https:evil.example", "javascript:alert(1)", "data:text/html,x", "/\x00", "/a\\b", "/\x7f\n",
        "?next=x", "#x", "@evil.example", "http:///evil",
    ],
)  # fmt: skip
def test_anything_else_leads_to_the_first_page(target: str | None) -> None:
    assert own_path(target) == "/"
