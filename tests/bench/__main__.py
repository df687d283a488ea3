"""Measures, prints a table, and writes build/bench.json. Ends with 1 when a goal is not met."""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from config import ROOT
from tests.bench import authoring, completions, lists, pages, people, quizzes, sites
from tests.bench.measuring import Measured
from tests.bench.server import running


def main() -> None:
    """All groups, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        lines = list(_measured(Path(name)))
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps([asdict(line) | {"met": line.met} for line in lines], indent=2) + "\n")
    sys.exit(0 if all(line.met for line in lines) else 1)


def _measured(folder: Path) -> Iterator[Measured]:
    site, few, many = (
        sites.make(folder, officers, seats, counted=counted)
        for officers, seats, counted in ((5_000, quizzes.HALL, True), (100, 1, False), (100_000, 1, False))
    )
    with running(site) as server:
        groups = (
            pages.in_process(site, few, many),
            quizzes.in_process(site),
            pages.over_http(site, server),
            quizzes.over_http(site, server),
            quizzes.imports(),
            quizzes.hostile_files(),
            quizzes.item_analysis(),
            people.suggestions(),
            lists.imports(folder),
            authoring.preview(),
            authoring.shelves(folder),
            completions.exports(folder),
        )
        for line in chain.from_iterable(groups):
            click.echo(line)
            yield line


if __name__ == "__main__":
    main()
