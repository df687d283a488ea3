"""An attempt of Kostanay's officers sat in a real browser: what is pressed, what the page says, what the server has."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from playwright.sync_api import Page, expect

from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import Given, Sitting
from tests import factories_quizzes as factories
from tests.world import World


def start(world: World, *, left: timedelta = timedelta(minutes=40), officer: int = 0) -> UUID:
    bank = factories.freeze(factories.questions())
    with clock.stopped_at(datetime.now(UTC) - timedelta(minutes=40) + left):
        return factories.start(world.kostanay, bank, officer=officer)


def choose(page: Page, mark: int) -> None:
    page.locator("[name=answer-0]").nth(mark).check()


def expect_status(page: Page, words: str) -> None:
    expect(page.locator(".saved")).to_have_text(re.compile(f"^{words}"), timeout=20_000)


def on_server(world: World, attempt_id: UUID, officer: int = 0) -> tuple[Sitting, dict[str, Given]]:
    """The attempt and its answers as the database has them now."""
    db.session.rollback()
    sitting = sittings.sitting(attempt_id, world.kostanay.officers[officer])
    assert sitting
    return sitting, sittings.answers(attempt_id)


def saved(world: World, attempt_id: UUID, number: int, officer: int = 0) -> int | None:
    """The mark that the server has for a question of choice."""
    sitting, answers = on_server(world, attempt_id, officer)
    item = sitting.items[number - 1]
    given = answers.get(item.question_id)
    return item.layout["options"].index(given.answer["choice"][0]) if given and given.answer else None


KEPT = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "elearn")) return [];
  const finished = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await finished(indexedDB.open("elearn"));
  const records = await finished(database.transaction("unsent").objectStore("unsent").getAll());
  database.close();
  return records.map((record) => ({
    attempt: record.attempt,
    names: Object.keys(record).sort(),
    nonce: [...record.nonce],
    sealed: [...new Uint8Array(record.sealed)],
  }));
}"""


def kept(page: Page) -> list[dict[str, object]]:
    """The records in the browser's storage, whichever attempts they are of."""
    records: list[dict[str, object]] = page.evaluate(KEPT)
    return records
