"""Whatever stands in the files of a module: reading ends in complaints or in a module that can be published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.courses.content import rendering
from elearn.courses.content.module import digest
from tests.factories_content import SEARCHES, read

PIECES = [
    "---\n", "## ", "# ", "### x\n", "{#", "}", "{#law}", "{#a b=c}", "- [x] ", "- [ ] ", "- [](#asked)", "](#hall)",
    "  > ", "> ", "/// case | A\n", "///\n", "/// country | A\n", "[", "](", "![", "](../media/gate.png)", "<b>", "<!--",
    "`", "\\", "*", "**", "| a |\n|---|\n", "\n", "\n\n", "    ", "\t", "- a\n", "1. a\n", ": ", "&a ", "*a ",
    "!!set {a, b}\n", "!!binary aGk=\n", "!!python/object:x\n", "<<: ", "2026-02-31", "1e999", ".nan", "null", "true",
    "[]", "{}", '"\\ud800"', '"\\0"', "? ", "%YAML 9\n", "\u202e", "\x00", "х", "0x_", "0:0", "objective=",
    "difficulty=9", "ending=good", "ending=", "+2: ", "−1: ", "es:", "minutes: 5\n", "title:\n",
]  # fmt: skip
changes = st.lists(
    st.tuples(
        st.sampled_from(sorted(SEARCHES)),
        st.floats(0, 1),
        st.integers(0, 30),
        st.sampled_from(PIECES) | st.text(max_size=5),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(changes)
def test_nothing_brings_the_reader_down(changes: list[tuple[str, float, int, str]]) -> None:
    files = dict(SEARCHES)
    for path, where, cut, piece in changes:
        at = int(where * len(files[path]))
        files[path] = files[path][:at] + piece + files[path][at + cut :]
    reading = read({path: text.encode("utf-8", "surrogatepass") for path, text in files.items()})
    for complaint in reading.complaints:
        assert complaint.problem.what % complaint.values
        assert complaint.problem.remedy % complaint.values
        text = files.get(complaint.file.removeprefix("searches/"), "")
        assert 1 <= complaint.line <= text.count("\n") + text.count("\r") + 1
    assert bool(reading.modules) != bool(reading.complaints)
    for module in reading.modules:
        assert len(digest(module)) == 64
        assert rendering.published(module, "x", 1).module_id == "searches"
        assert list(rendering.pages(module))
        assert rendering.words(module)
        assert rendering.bank(module)
