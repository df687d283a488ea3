"""The real server on a site, and what it is asked over HTTP."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from elearn import serving
from tests.bench.sites import Site


@dataclass(frozen=True)
class Server:
    """A server that answers: its port, and the process that was started."""

    port: int
    process: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port)

    def rate(self, path: str, cookie: str, times: int = 60) -> float:
        """Requests per second, one after the other on one connection, after a few to warm up."""
        connection = self.connect()
        started = 0.0
        for number in range(times + 5):
            if number == 5:
                started = time.perf_counter()
            ask(connection, path, cookie)
        return times / (time.perf_counter() - started)

    def memory(self) -> float:
        """Megabytes resident in the largest process of the server: its worker."""
        return max(int(lines["VmRSS"].split()[0]) / 1024 for lines in self._processes() if "VmRSS" in lines)

    def cpu(self) -> float:
        """Seconds of CPU that all processes of the server have used: proc_pid_stat(5)."""
        ticks = 0
        for lines in self._processes():
            fields = Path(f"/proc/{lines['Pid'].strip()}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> Iterator[dict[str, str]]:
        for status in Path("/proc").glob("[0-9]*/status"):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if self.process in (int(lines["Pid"]), int(lines["PPid"])):
                yield lines


def ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> None:
    """Open a page. Raises RuntimeError when it is not shown."""
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    _answered(connection, path)


def send(
    connection: http.client.HTTPConnection, path: str, cookie: str, token: str, sent: Mapping[str, object]
) -> None:
    """Send what quiz.js sends. Raises RuntimeError when it is not saved."""
    headers = {"Cookie": cookie, "X-CSRFToken": token, "Content-Type": "application/json"}
    connection.request("POST", path, json.dumps(sent), headers)
    if json.loads(_answered(connection, path))["state"] != "saved":
        raise RuntimeError(f"{path}: not saved")


def _answered(connection: http.client.HTTPConnection, path: str) -> bytes:
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return content


@contextmanager
def running(site: Site) -> Iterator[Server]:
    """The server as `flask serve` starts it, with the floors."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = str(Path(sys.executable).parent / "granian")
    command = [
        program, "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", str(serving.THREADS),
        "--log-level", "warning", "--factory", "tests.bench.floors:create_app",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"ELEARN_DATABASE": site.database})
    try:
        serving.wait_until_it_answers("127.0.0.1", port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()
