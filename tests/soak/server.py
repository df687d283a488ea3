"""A real server of several processes that can be killed at one blow, as `flask serve` starts it but with two workers.

`python -m tests.soak.server FACTORY PORT` loads the application once and forks a server from it for each line it reads: two
hundred restarts would otherwise be two hundred times the import of everything.
"""

import os
import resource
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from config import ROOT
from elearn import serving

WORKERS = 2
ELEARN = "elearn.app:create_app"


class Server:
    """The test's handle on the server. In its `with` block it can be started and killed as often as one likes."""

    def __init__(self, database: str, keys: Path, secret: str, factory: str = ELEARN) -> None:
        self.port = _free_port()
        self._group = 0
        environment = {
            "ELEARN_DATABASE": database,
            "ELEARN_SECRET_KEY": secret,
            "ELEARN_KEYS": str(keys),
            "ELEARN_PLAIN_HTTP": "1",
            "PATH": "/usr/bin:/bin",
        }
        command = [sys.executable, "-m", "tests.soak.server", factory, str(self.port)]
        self._launcher = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):  # struck already
            if self._group:
                self.kill()
        with self._launcher as launcher:  # closes its pipes: it ends at the end of what it reads
            assert launcher.stdin
            launcher.stdin.close()

    def start(self) -> None:
        """Start all processes, and return when they take requests."""
        assert self._launcher.stdin
        self._launcher.stdin.write(b"\n")
        self._launcher.stdin.flush()
        self._group = int(self._hear())
        serving.wait_until_it_answers("127.0.0.1", self.port, self._launcher)

    def strike(self) -> None:
        """kill -9 to every process of the server at once; does not wait until they are dead."""
        os.killpg(self._group, signal.SIGKILL)

    def wait_until_dead(self) -> None:
        """Return when the last process has ended and the database is nobody's."""
        assert self._hear() == b"dead"
        self._group = 0

    def kill(self) -> None:
        """Strike and wait."""
        self.strike()
        self.wait_until_dead()

    def limit_files(self, size: int = resource.RLIM_INFINITY) -> None:
        """From now on no process of the server can write to a file beyond so many bytes."""
        for process in [int(path.name) for path in Path("/proc").glob("[0-9]*")]:
            if _group_of(process) == self._group:
                resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def _hear(self) -> bytes:
        assert self._launcher.stdout
        return self._launcher.stdout.readline().strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _group_of(process: int) -> int:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return 0


# The other side


def _launch(factory: str, port: int) -> None:
    module, name = factory.split(":")
    app = getattr(import_module(module), name)()
    for _line in sys.stdin:
        # The pipe is open in every process of the server: it ends when the last of them is dead.
        end, alive = os.pipe()
        server = os.fork()
        if server == 0:
            os.setpgid(0, 0)
            os.close(end)
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what the server prints is no answer to the test
            _serve(app, port)
        os.setpgid(server, server)  # here too: the test may strike before the child gets there
        os.close(alive)
        print(server, flush=True)
        os.read(end, 1)
        os.close(end)
        os.waitpid(server, 0)
        print("dead", flush=True)


def _serve(app: Flask, port: int) -> None:
    granian = Granian(
        "tests.soak.server",
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=serving.THREADS,
        log_level=LogLevels.warning,
    )
    granian.serve(target_loader=lambda _target: app)
    os._exit(0)


if __name__ == "__main__":
    _launch(sys.argv[1], int(sys.argv[2]))
