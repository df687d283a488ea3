"""How much work attempts are, what a hall full of officers is to a server, and how long an import takes."""

import asyncio
import http.client
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, cycle, islice

from config import ROOT
from elearn.foundation.manuscript.text import read as read_text
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats import gift
from elearn.quizzes.formats.exchange import Imported, Refused
from elearn.quizzes.formats.registry import READABLE
from elearn.quizzes.rules.analysis import Sheet, analyse
from elearn.quizzes.rules.kind import WrittenQuestion
from elearn.quizzes.rules.reliability import reliability
from tests.bench.measuring import Caller, Measured, cpu, ratio
from tests.bench.server import Server, send
from tests.bench.sites import MODULE, QUESTIONS, Seat, Site
from tests.unit.test_format_registry import CORPUS

ATTEMPTS = 9
HALL, EVERY, LASTING = 300, 5.0, 30.0  # officers; seconds between two saves of one officer, and in all
IMPORTED = 5_000
ITEMS, SHEETS = 40, 50_000
REQUESTS = 1 + 2 * QUESTIONS + 3  # start, question pages, saves, overview, handing in, result


def in_process(site: Site) -> Iterator[Measured]:
    """CPU of a save and of a whole attempt."""
    caller, seat = Caller(site.database), site.seats[0]
    save, insert = (caller.saver(path, seat) for path in _save_and_insert(seat))
    name = "quiz save, CPU without waiting for the disk"
    yield Measured(name, ratio(save, lambda: caller("/floor", seat.cookie)), "x floor", 2.0)
    yield Measured("quiz save, CPU in process", ratio(save, insert), "x insert", 1.5)
    ratios = [_attempt(caller, seat) for seat in site.seats[: ATTEMPTS + 1]]
    name = f"the {REQUESTS} requests of an attempt of {QUESTIONS} questions, CPU on average"
    yield Measured(name, statistics.mean(ratios[1:]), "x floor", 2.5)


def over_http(site: Site, server: Server) -> Iterator[Measured]:
    """CPU of a save in a real server, and what becomes of the saves of a whole hall."""
    seat = site.seats[0]
    save, insert = _save_and_insert(seat)
    sequence = count(1_000_000)
    ratios = [_cpu_of(server, save, seat, sequence) / _cpu_of(server, insert, seat, sequence) for _round in range(7)]
    yield Measured("quiz save, CPU of the server over HTTP", statistics.median(ratios), "x insert", 1.5)
    yield from asyncio.run(_hall(server, site.seats))


def imports() -> Iterator[Measured]:
    """From the bytes of a GIFT file to the text of quiz.md."""
    data = gift.write(tuple(islice(cycle(_questions()), IMPORTED))).data
    times = []
    for _round in range(3):
        started = time.process_time()
        imported = gift.read(data)
        text = quiz_text(imported.questions)
        times.append(time.process_time() - started)
        if len(imported.questions) != IMPORTED or len(text) < len(data) // 2:
            raise RuntimeError(f"imported: {len(imported.questions)}")
    name = f"import of {IMPORTED:,} GIFT questions, {len(data) / 1_000_000:.1f} MB, CPU"
    yield Measured(name, statistics.median(times), "s", 3)


def hostile_files() -> Iterator[Measured]:
    """The slowest of the files that are made to keep a server busy, in each format that is read."""
    slowest, name = max(
        (min(_seconds(each.read, data) for _round in range(3)), f"{name}, {each.name}")
        for name, data in CORPUS.items()
        for each in READABLE.values()
        if each.read
    )
    yield Measured(f"slowest of {len(CORPUS)} hostile files ({name}), CPU", slowest, "s", 1)


def _seconds(read: Callable[[bytes], Imported], data: bytes) -> float:
    started = time.process_time()
    with suppress(Refused):
        read(data)
    return time.process_time() - started


def item_analysis() -> Iterator[Measured]:
    """Facility, discrimination, options and alpha of a paper that very many sat, who answered at random."""
    sheets, options = _answered_at_random()

    def whole() -> None:
        analyse(sheets, options)
        reliability(sheets)

    seconds = statistics.median(cpu(whole, 1) for _round in range(3))
    yield Measured(f"item analysis of {ITEMS} items by {SHEETS:,} attempts, CPU", seconds, "s", 2)


def _answered_at_random() -> tuple[list[Sheet], dict[str, dict[str, bool]]]:
    chance = random.Random(1)  # noqa: S311 - no secret
    questions = [f"q{number}" for number in range(ITEMS)]
    alike = {option: (option,) for option in "abcd"}  # as queries give them
    papers = [chance.choices("abcd", (5, 2, 2, 1), k=ITEMS) for _officer in range(SHEETS)]
    sheets = [
        Sheet(
            {question: float(option == "a") for question, option in zip(questions, chosen, strict=True)},
            {question: alike[option] for question, option in zip(questions, chosen, strict=True)},
        )
        for chosen in papers
    ]
    return sheets, {question: dict.fromkeys("abcd", False) | {"a": True} for question in questions}


def _save_and_insert(seat: Seat) -> tuple[str, str]:
    return f"/attempts/{seat.attempt}", f"/floor/{seat.attempt}"


def _attempt(caller: Caller, seat: Seat) -> float:
    """CPU of one officer's final assessment, over that of as many floors."""
    floor = cpu(lambda: caller("/floor", seat.cookie), REQUESTS)
    return cpu(lambda: _sit(caller, seat), 1) / floor


def _sit(caller: Caller, seat: Seat) -> None:
    """The requests of an attempt from its start to its result: the first option is the answer to everything."""
    start = f"/modules/{MODULE}/papers/final"
    page = caller.press(start, seat.cookie, seat.token)
    for number in range(1, QUESTIONS + 1):
        caller(f"{page}?n={number}", seat.cookie)
        caller.send(page, seat.cookie, seat.token, {"n": number, "sequence": 1, "fields": [["answer-0", "0"]]})
    caller(f"{page}/overview", seat.cookie)
    caller(caller.press(f"{page}/submit", seat.cookie, seat.token), seat.cookie)


def _cpu_of(server: Server, path: str, seat: Seat, sequence: Iterator[int], times: int = 150) -> float:
    """Seconds of CPU of the server for so many saves, one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    before = server.cpu()
    for number in islice(sequence, times):
        send(connection, path, seat.cookie, seat.token, {"n": 1, "sequence": number, "fields": [["answer-0", "0"]]})
    return server.cpu() - before


async def _hall(server: Server, seats: tuple[Seat, ...]) -> list[Measured]:
    """Every officer on a connection that is kept, one after the other within the seconds between two saves."""
    began, used = time.perf_counter(), server.cpu()
    officers = (_officer(server.port, seat, began + EVERY * number / HALL) for number, seat in enumerate(seats))
    answers = [answer for each in await asyncio.gather(*officers) for answer in each]
    used = (server.cpu() - used) / (time.perf_counter() - began)
    times = [seconds * 1_000 for seconds, is_saved in answers if is_saved]
    name = f"{HALL} officers save every {EVERY:.0f} s"
    return [
        Measured(f"{name}: {len(answers):,} saves, errors", len(answers) - len(times), "errors", 0),
        Measured(f"{name}: median answer", statistics.median(times), "ms"),
        Measured(f"{name}: slowest answer", max(times), "ms"),
        Measured(f"{name}: cores that the server uses", used, "cores"),
    ]


async def _officer(port: int, seat: Seat, first: float) -> list[tuple[float, bool]]:
    """Of every save, how long its answer took, and whether it said "saved"."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for number in range(int(LASTING / EVERY)):
        await asyncio.sleep(first + EVERY * number - time.perf_counter())
        body = json.dumps({"n": 2 + number, "sequence": 1, "fields": [["answer-0", "0"]]})
        asked = time.perf_counter()
        writer.write(
            f"POST /attempts/{seat.attempt} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {seat.cookie}\r\n"
            f"X-CSRFToken: {seat.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        is_saved = await _is_saved(reader)
        answers.append((time.perf_counter() - asked, is_saved))
    writer.close()
    return answers


async def _is_saved(reader: asyncio.StreamReader) -> bool:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        content = await reader.readexactly(int(head.split("content-length:", 1)[1].split("\r\n", 1)[0]))
    except (asyncio.IncompleteReadError, OSError):
        return False
    return head.startswith("http/1.1 200 ") and json.loads(content)["state"] == "saved"


def _questions() -> list[WrittenQuestion]:
    """The questions of the modules that come with elearn."""
    found: list[WrittenQuestion] = []
    for path in sorted((ROOT / "content" / "modules").glob("*/en/quiz.md")):
        manuscript = read_text(str(path), path.read_bytes())
        found += read_quiz(manuscript, Setting(source=True, objectives=None, media=()))
    return found
