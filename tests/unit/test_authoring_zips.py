"""Zips of modules: always the same bytes, and nothing is read from what was made to do harm."""

import pytest

from elearn.authoring.formats import zips
from elearn.authoring.formats.problems import PackageProblem
from tests.authoring.zips import ATTACKS, FILES, Attack, plain, zipped
from tests.factories_content import WHY


def test_the_same_files_are_the_same_bytes() -> None:
    assert plain() == zips.write("searches", dict(reversed(FILES.items())))
    assert zips.read("a.zip", plain()) == zips.Unpacked(FILES, ())


@pytest.mark.parametrize("folder", ["", "searches/", "searches (1)/", "Обыск/"])
def test_a_folder_around_the_files_has_any_name_or_is_not_there(folder: str) -> None:
    assert zips.read("a.zip", zipped(folder=folder)) == zips.Unpacked(FILES, ())


def test_what_systems_leave_behind_is_passed_over() -> None:
    left = [
        "searches/.DS_Store",
        "__MACOSX/searches/._module.md",
        "searches/media/Thumbs.db",
        "searches/desktop.ini",
        "searches/en/",
    ]
    assert zips.read("a.zip", zipped(*((name, b"" if name[-1] == "/" else b"x") for name in left))) == zips.Unpacked(
        FILES, ()
    )


def test_marks_and_line_ends_of_windows_are_forgiven() -> None:
    windows = b"\xef\xbb\xbf" + WHY.encode().replace(b"\n", b"\r\n")
    assert zips.read("a.zip", zipped(files=FILES | {"en/01-why.md": windows})).files["en/01-why.md"] == windows


@pytest.mark.parametrize("attack", ATTACKS, ids=[name for name, _data, _said in ATTACKS])
def test_an_attack_is_read_whole_or_not_at_all(attack: Attack) -> None:
    _name, data, said = attack
    unpacked = zips.read("module.zip", data)
    wanted = [(file, problem) for file, problem in said if isinstance(problem, PackageProblem)]
    of_identity = {PackageProblem.NO_ID, PackageProblem.OTHER_MODULE}
    if not wanted or of_identity & {problem for _file, problem in wanted}:
        return  # what is wrong stands in the files: the service looks there
    assert unpacked.files == {}
    assert [each.problem for each in unpacked.complaints] == [problem for _file, problem in wanted]
    there = zip(unpacked.complaints, wanted, strict=True)
    assert all(named in (None, complaint.file) for complaint, (named, _problem) in there)


def test_all_that_is_wrong_is_said_at_once() -> None:
    unpacked = zips.read("a.zip", zipped(("../one.md", b""), ("C:/two.md", b""), ("searches/\x07.md", b"")))
    assert [(each.file, each.problem) for each in unpacked.complaints] == [
        ("../one.md", PackageProblem.OUTSIDE),
        ("C:/two.md", PackageProblem.OUTSIDE),
        ("searches/?.md", PackageProblem.INVISIBLE),
    ]
