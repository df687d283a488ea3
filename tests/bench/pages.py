"""How much work pages are: of lessons, of questions, and of the figures of thousands of officers."""

import statistics
from collections.abc import Callable, Iterator

from tests.bench.measuring import Caller, Measured, ratio
from tests.bench.server import Server
from tests.bench.sites import MODULE, Site

LESSON = f"/modules/{MODULE}/what-it-is"


def in_process(site: Site, few: Site, many: Site) -> Iterator[Measured]:
    """CPU, and how little it grows with the number of officers."""
    caller = Caller(site.database)

    def page(path: str, cookie: str, caller: Caller = caller) -> Callable[[], bytes]:
        return lambda: caller(path, cookie)

    floor = page("/floor", site.officer)
    lesson = page(LESSON, site.officer)
    yield Measured("lesson page, CPU", ratio(lesson, floor), "x floor", 1.5)
    lesson()
    before = caller.queries
    lesson()
    yield Measured("lesson page, queries", caller.queries - before, "queries", 3)
    first = page("/", site.administrator)
    yield Measured("first page of an academy of 5,000 officers, CPU", ratio(first, floor, times=10), "x floor", 12)
    overview = page("/overview", site.administrator)
    yield Measured("overview of an academy of 5,000 officers, CPU", ratio(overview, floor, times=10), "x floor", 12)
    figures = page("/programmes/joint", site.programme)
    yield Measured("officers trained at 5,000 officers, CPU", ratio(figures, floor, times=10), "x floor", 8)
    small, large = Caller(few.database), Caller(many.database)
    lessons = [page(LESSON, at.officer, by) for at, by in ((many, large), (few, small))]
    yield Measured("lesson page, 100,000 officers against 100, CPU", ratio(lessons[0], lessons[1]), "x", 1.3)
    questions = [
        page(f"/attempts/{at.seats[0].attempt}?n=1", at.officer, by) for at, by in ((many, large), (few, small))
    ]
    yield Measured("quiz page, 100,000 officers against 100, CPU", ratio(questions[0], questions[1]), "x", 1.3)
    saves = [by.saver(f"/attempts/{at.seats[0].attempt}", at.seats[0]) for at, by in ((many, large), (few, small))]
    yield Measured("quiz save, 100,000 officers against 100, CPU", ratio(saves[0], saves[1]), "x", 1.3)


def over_http(site: Site, server: Server) -> Iterator[Measured]:
    """Requests per second, and memory."""
    pages = (
        ("lesson page", LESSON, site.officer, 1.5),
        ("overview of an academy of 5,000 officers", "/overview", site.administrator, 12),
        ("officers trained at 5,000 officers", "/programmes/joint", site.programme, 8),
    )
    for name, path, cookie, goal in pages:
        ratios = [server.rate("/floor", site.officer) / server.rate(path, cookie) for _round in range(7)]
        yield Measured(f"{name}, requests per second over HTTP", statistics.median(ratios), "x fewer", goal)
    yield Measured("memory of the server process", server.memory(), "MB", 180)
