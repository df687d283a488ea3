"""How a page is measured: calls to the application without a server, and the CPU they take."""

import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import event

from elearn.foundation.db import db
from tests.bench.floors import create_app_on
from tests.bench.sites import Seat


@dataclass(frozen=True)
class Measured:
    """One line of the table. `goal` is the most it may be; None where it is only told."""

    name: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def met(self) -> bool:
        return self.goal is None or self.value <= self.goal

    def __str__(self) -> str:
        said = "" if self.goal is None else f"goal {self.goal:<6} {'met' if self.met else 'NOT MET'}"
        return f"{self.name:66} {self.value:9.2f} {self.unit:9} {said}".rstrip()


class Caller:
    """Calls the application as a server does, without one."""

    def __init__(self, database: str) -> None:
        self.app = create_app_on(database)
        self.queries = 0
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)

    def _count(self, *_arguments: Any) -> None:
        self.queries += 1

    def __call__(self, path: str, cookie: str) -> bytes:
        """The page at that address. Raises RuntimeError when there is none."""
        status, _headers, content = self._answer(path, cookie)
        if status != "200 OK":
            raise RuntimeError(f"{path}: {status}")
        return content

    def send(self, path: str, cookie: str, token: str, sent: Mapping[str, object]) -> object:
        """Send what quiz.js sends; what is answered."""
        body = json.dumps(sent).encode()
        status, _headers, content = self._answer(path, cookie, body, "application/json", token)
        if status != "200 OK":
            raise RuntimeError(f"{path}: {status}")
        return json.loads(content)

    def press(self, path: str, cookie: str, token: str) -> str:
        """Press the button of a form; the address to which it leads."""
        body = urlencode({"csrf_token": token}).encode()
        status, headers, _content = self._answer(path, cookie, body, "application/x-www-form-urlencoded")
        if status != "303 SEE OTHER":
            raise RuntimeError(f"{path}: {status}")
        return dict(headers)["Location"]

    def saver(self, path: str, seat: Seat) -> Callable[[], object]:
        """Sends one answer after the other to the first question, as quiz.js does."""
        sequence = count(1)
        answer = {"n": 1, "fields": [["answer-0", "0"]]}
        return lambda: self.send(path, seat.cookie, seat.token, answer | {"sequence": next(sequence)})

    def _answer(
        self, path: str, cookie: str, body: bytes = b"", content_type: str = "", token: str = ""
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False,
            "wsgi.run_once": False, "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie,
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": content_type, "HTTP_X_CSRFTOKEN": token,
        }  # fmt: skip
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: object = None, /
        ) -> Callable[[bytes], object]:
            answered.append((status, headers))
            return len

        parts = self.app.wsgi_app(environ, start_response)
        content = b"".join(parts)
        parts.close()  # type: ignore[attr-defined]
        return *answered[0], content


def ratio(page: Callable[[], object], floor: Callable[[], object], rounds: int = 15, times: int = 40) -> float:
    """CPU of the page over CPU of the floor: the median over rounds in which both take turns."""
    for _warm in range(20):
        page(), floor()
    return statistics.median(cpu(page, times) / cpu(floor, times) for _round in range(rounds))


def cpu(call: Callable[[], object], times: int) -> float:
    gc.collect()
    gc.freeze()  # else the collector looks through whatever earlier lines have left, again and again
    started = time.process_time()
    for _call in range(times):
        call()
    return time.process_time() - started
