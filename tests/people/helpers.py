"""What tests of people share: passwords that somebody knows, the words of a page."""

import html
import re
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.foundation.db import transaction
from elearn.people.service import codes, passwords

PASSWORD = "four words make it"
# Hashed once: every hash takes a tenth of a second.
HASH = passwords.hashed(PASSWORD)


def give_password(*account_ids: UUID) -> None:
    """The accounts sign in with PASSWORD."""
    with transaction():
        for account_id in account_ids:
            passwords.keep(account_id, HASH)


def issue(account_id: UUID) -> str:
    """A new one-time code of the account."""
    with transaction():
        slip = codes.issue(account_id)
    assert slip
    return slip.code


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, target: str = "/") -> TestResponse:
    return client.post("/sign-in", query_string={"next": target}, data={"name": name, "password": password})


def where(response: TestResponse) -> tuple[int, str | None]:
    """The status of an answer and where it leads on."""
    return response.status_code, response.location


def words(response: TestResponse) -> str:
    """The words of the page's main part, the status of the answer in front where it is not 200."""
    body = response.get_data(as_text=True)
    return _status(response) + plain(body[body.index('<main id="main"') : body.index("</main>")])


def rows(response: TestResponse) -> list[str]:
    """The words of each row of the page's first table, without its headings."""
    body = response.get_data(as_text=True)
    found = re.search(r"<tbody>(.*?)</tbody>", body, re.DOTALL)
    return [plain(row) for row in re.findall(r"<tr>(.*?)</tr>", found[1], re.DOTALL)] if found else []


def notices(response: TestResponse) -> list[str]:
    """What the page says above its content, and what is wrong with its form."""
    body = response.get_data(as_text=True)
    found = re.findall(
        r'<p class="notice[^>]*role="status">(.*?)</p>|<li>(?:<a href="#\w+">)(.*?)</li>', body, re.DOTALL
    )
    return [plain(status or error) for status, error in found]


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def _status(response: TestResponse) -> str:
    return "" if response.status_code == 200 else f"{response.status_code} "
