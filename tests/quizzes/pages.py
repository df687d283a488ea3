"""What a reader gets of a page, for whole comparisons."""

import html
import re

from werkzeug.test import TestResponse


def main_text(response: TestResponse) -> str:
    """The words of the page's main part but hidden paragraphs, the status of the answer in front where it is not 200."""
    body = response.get_data(as_text=True)
    main = body[body.index('<main id="main"') : body.index("</main>")]
    seen = re.sub(r"<p hidden.*?</p>", "", main)
    words = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", seen)).split())
    return words if response.status_code == 200 else f"{response.status_code} {words}"


def fields(response: TestResponse) -> dict[str, str]:
    """The hidden fields of the page's form in its main part."""
    body = response.get_data(as_text=True)
    main = body[body.index('<main id="main"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main))


def checked(response: TestResponse) -> list[int]:
    """The marks that are set on the page."""
    return [
        int(value) for value in re.findall(r'name="answer-0" value="(\d+)" checked', response.get_data(as_text=True))
    ]
