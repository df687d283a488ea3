"""Lists of completions as files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from sqlalchemy import Connection

from elearn.foundation.db import db
from elearn.foundation.sheets.writing import CALCULATES
from elearn.reports.exports import files
from elearn.reports.exports.files import Format, Head
from elearn.reports.queries import completions, copying
from elearn.reports.queries.completions import Filters, Words

Tell = Callable[[int], None]
T = TypeVar("T")


def _nobody(_done: int) -> None:
    pass


def parts(
    form: Format,
    filters: Filters,
    named: bool,
    head: Head,
    words: Words,
    connection: Connection | None = None,
    tell: Tell = _nobody,
) -> Iterator[bytes]:
    """The list in a format, some bytes at a time; `tell` hears how many rows were read. On the session, if nothing is given."""
    connection = connection or db.session.connection()
    if form is not Format.CSV:
        query = completions.listed(filters, named, words)
        return files.parts(form, head, _told(completions.read(query, connection), tell))
    query = completions.listed(filters, named, words, calculates=CALCULATES)
    if connection.dialect.name == "postgresql":
        lines = _told(copying.copied(connection, query), tell)
        return chain([files.csv_heading(head)], (b"".join(some) for some in lines))
    return files.defused_csv(head, _told(completions.read(query, connection), tell))


def _told(batches: Iterable[Sequence[T]], tell: Tell) -> Iterator[Sequence[T]]:
    done = 0
    for rows in batches:
        yield rows
        done += len(rows)
        tell(done)
