"""What an officer does in the browser, with JavaScript and without: the same steps for every journey."""

import re
from collections.abc import Callable
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journey.conftest import MODULE, PASSWORD, Site

Choose = Callable[[UUID, int], list[str]]


class Officer:
    """An officer at a browser. Every kind of page is judged by axe the first times it is seen, where JavaScript runs."""

    def __init__(self, page: Page, site: Site, *, javascript: bool = True) -> None:
        self.page, self.site, self.javascript = page, site, javascript
        self.judged: dict[str, int] = {}
        self.said: list[str] = []
        page.on(
            "console", lambda message: self.said.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def judge(self) -> None:
        """axe finds nothing on this page. Pages of one kind are judged twice at most, such as the questions of a paper."""
        kind = re.sub(
            r"[0-9a-f-]{36}|\?.*|[0-9A-Z]{4}(-[0-9A-Z]{1,4}){4}", "", self.page.url.removeprefix(self.site.address)
        )
        if self.javascript and self.judged.get(kind, 0) < 2:
            self.judged[kind] = self.judged.get(kind, 0) + 1
            result = Axe().run(self.page)
            assert result.violations_count == 0, f"{self.page.url}\n{result.generate_report()}"

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.judge()

    def press(self, words: str, role: str = "button") -> None:
        """Press the button, or follow the link, that says so."""
        with self.page.expect_navigation():  # quiz.js asks the server first whether it is there
            self.page.get_by_role(role, name=re.compile(f"^{words}")).first.click()  # type: ignore[arg-type]
        self.judge()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text().replace("\n", " ")

    def sign_in(self, name: str) -> None:
        self.open("/sign-in")
        self.page.locator("input[name=name]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()
        self.judge()

    def activate(self, code: str) -> None:
        self.open("/activate")
        self.page.locator("input[name=code]").fill(code.lower().replace("-", " "))
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("input[name=again]").fill(PASSWORD)
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()
        self.judge()

    def answer(self, choose: Choose) -> None:
        """Answer the whole paper that is open, question by question, and hand it in."""
        attempt_id = UUID(self.page.url.split("/attempts/")[1][:36])
        count = len(self.page.locator(".map button").all())
        for number in range(1, count + 1):
            for value in choose(attempt_id, number):
                self.page.locator(f"input[name=answer-0][value='{value}']").check()
            if self.javascript:
                self.page.get_by_text(re.compile(r"Saved on the server \d\d:\d\d")).wait_for()
            self.press("Next" if number < count else "Check and hand in")
        assert f"All {count} questions have an answer." in self.page.content()
        self.press("Hand in")

    def read_everything(self) -> None:
        """From the module's page to its last part: each lesson to its end, the scenario to an ending."""
        self.open(f"/modules/{MODULE}")
        self.press("Start", role="link")
        while "/modules/" in self.page.url and not self.page.url.endswith(f"/{MODULE}"):
            if self.page.locator("form .options button").count():
                self.page.locator("form .options button").first.click()
                self.page.wait_for_load_state()
                self.judge()
            elif self.page.get_by_role("button", name=re.compile("^Done")).count():
                self.press("Done")
            elif self.page.get_by_role("link", name=re.compile("^Next")).count():
                self.press("Next", role="link")
            else:
                self.press("To the overview of the module", role="link")

    def right(self, attempt_id: UUID, number: int) -> list[str]:
        return self.site.right_marks(attempt_id, number)

    def wrong(self, attempt_id: UUID, number: int) -> list[str]:
        """One option that is not the whole right answer."""
        right = self.site.right_marks(attempt_id, number)
        return [next(value for value in ("0", "1", "2") if [value] != right)]
