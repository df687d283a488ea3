"""Work spread over two processes comes back in order; what fails there fails here; threads keep it in one."""

import os
import threading

import pytest

from elearn.foundation.spreading import FEWEST, spread

ITEMS = list(range(3 * FEWEST))


def _halved(number: int) -> tuple[float, int]:
    return 10 / (number + 1), os.getpid()


def test_many_items_are_worked_on_elsewhere_and_keep_their_order():
    made = [*spread(_halved, ITEMS)]
    assert [value for value, _process in made] == [10 / (number + 1) for number in ITEMS]
    assert os.getpid() not in {process for _value, process in made}


def test_work_that_fails_elsewhere_fails_here():
    with pytest.raises(ZeroDivisionError):
        list(spread(_halved, [-1, *ITEMS]))


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
