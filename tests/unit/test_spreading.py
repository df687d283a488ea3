"""Work spread over two processes comes back in order; what fails there fails here; threads keep it in one."""

import os
import subprocess
import sys
import threading

from config import ROOT
from elearn.foundation.spreading import FEWEST, spread

ITEMS = list(range(3 * FEWEST))


def _halved(number: int) -> tuple[float, int]:
    return 10 / (number + 1), os.getpid()


def alone(lines: str) -> subprocess.CompletedProcess[str]:
    """In a process without threads: that of the tests may have some."""
    begin = f"import os\nfrom {__name__} import ITEMS, _halved\nfrom elearn.foundation.spreading import spread\n"
    return subprocess.run([sys.executable, "-c", begin + lines], check=False, capture_output=True, text=True, cwd=ROOT)


def test_many_items_are_worked_on_elsewhere_and_keep_their_order():
    made = alone(
        "print([value for value, _ in spread(_halved, ITEMS)])\nprint(os.getpid() in dict(spread(_halved, ITEMS)).values())"
    )
    assert made.stdout == f"{[10 / (number + 1) for number in ITEMS]}\nFalse\n", made.stderr


def test_work_that_fails_elsewhere_fails_here():
    assert "ZeroDivisionError" in alone("list(spread(_halved, [-1, *ITEMS]))").stderr.splitlines()[-1]


def test_few_items_stay():
    assert [*spread(_halved, [1])] == [(5.0, os.getpid())]


def test_items_stay_in_a_process_with_threads():
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    made = [*spread(_halved, ITEMS)]
    done.set()
    thread.join()
    assert {process for _value, process in made} == {os.getpid()}
