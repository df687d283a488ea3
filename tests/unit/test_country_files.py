"""Files of countries: what is read in them, every complaint, and the four that are there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.complaints import Complaint, EntryProblem, Sentences, TextProblem
from elearn.people.content.packs import Reading, read_pack
from elearn.people.content.problems import PackProblem
from elearn.people.rules.packs import Listing, Named, Pack, Rank, listed, to_review

ROOT = Path(__file__).parents[2]
COUNTRIES = ROOT / "content" / "countries"

FILE = """code: XA
names: {en: Exampleland, fr: Exemplie}
languages: [fr]
time-zone: Africa/Tunis
service-number:
  forms: ["@@ ####", "######"]
  review: Whether the letters are still in use.
regions:
  xa-1: {names: {en: North, fr: Nord}}
  xa-2: {names: {en: South, fr: Sud}}
institution-kinds:
  prison:
    names: {en: Prison, fr: Prison}
academies:
  school:
    names: {en: School, fr: École, ru: Школа}
    review: Its full name.
rank-groups:
  junior: {names: {en: Juniors, fr: Subalternes}}
  senior: {names: {en: Seniors, fr: Supérieurs}}
ranks:
  guard:
    group: junior
    names: {en: Guard, fr: Surveillant}
  major:
    group: senior
    names: {en: Major, fr: Commandant}
"""


def read(text: str) -> Reading:
    return read_pack("xa.yaml", text.encode())


def test_a_file_becomes_a_pack() -> None:
    assert read(FILE) == Reading(
        Pack(
            code="XA",
            names={"en": "Exampleland", "fr": "Exemplie"},
            time_zone="Africa/Tunis",
            number_forms=("@@ ####", "######"),
            number_review="Whether the letters are still in use.",
            regions=(Named("xa-1", {"en": "North", "fr": "Nord"}), Named("xa-2", {"en": "South", "fr": "Sud"})),
            institution_kinds=(Named("prison", {"en": "Prison", "fr": "Prison"}),),
            academies=(Named("school", {"en": "School", "fr": "École", "ru": "Школа"}, "Its full name."),),
            rank_groups=(
                Named("junior", {"en": "Juniors", "fr": "Subalternes"}),
                Named("senior", {"en": "Seniors", "fr": "Supérieurs"}),
            ),
            ranks=(
                Rank("guard", {"en": "Guard", "fr": "Surveillant"}, group="junior"),
                Rank("major", {"en": "Major", "fr": "Commandant"}, group="senior"),
            ),
        ),
        (),
    )


def test_what_waits_for_review_is_listed_with_where_it_stands() -> None:
    pack = read(FILE).pack
    assert pack
    assert to_review(pack) == [
        ("service-number", "Whether the letters are still in use."),
        ("academies.school", "Its full name."),
    ]


def test_the_lists_of_a_pack_by_code() -> None:
    pack = read(FILE).pack
    assert pack
    assert list(listed(pack)) == [
        (Listing.REGION, "xa-1"),
        (Listing.REGION, "xa-2"),
        (Listing.INSTITUTION_KIND, "prison"),
        (Listing.RANK_GROUP, "junior"),
        (Listing.RANK_GROUP, "senior"),
        (Listing.RANK, "guard"),
        (Listing.RANK, "major"),
    ]


def test_little_is_needed() -> None:
    least = 'code: "NO"\nnames: {en: Norway}\ntime-zone: Europe/Oslo\nregions: {no-03: {names: {en: Oslo}}}\n'
    assert read(least) == Reading(
        Pack("NO", {"en": "Norway"}, "Europe/Oslo", (), "", (Named("no-03", {"en": "Oslo"}),), (), (), (), ()), ()
    )


class Case(NamedTuple):
    """In the file, `old` becomes `new`; the complaint is about the line that has the words `line`."""

    problem: Sentences
    old: str
    new: str
    line: str
    values: Mapping[str, Any] = {}


T, E, P = TextProblem, EntryProblem, PackProblem
CASES = [
    Case(T.STRANGE_CHARACTER, "Its full", "Its\u202efull", "    review: Its", {"code": "202E"}),
    Case(E.NOT_YAML, "Africa/Tunis", "Africa: Tunis", "time-zone"),
    Case(E.ALIAS, "en: South, fr: Sud", "en: &s South, fr: *s", "xa-2"),
    Case(E.DOUBLE_KEY, "xa-2:", "xa-1:", "xa-1: {names: {en: South", {"key": "xa-1"}),
    Case(E.DOUBLE_KEY, "  major:", "  guard:", "  guard:\n    group: senior", {"key": "guard"}),
    Case(E.UNKNOWN_KEY, "code: XA", "code: XA\nweather: fine", "weather", {"key": "weather"}),
    Case(E.MISSPELT_KEY, "time-zone", "time-zon", "time-zon", {"key": "time-zon", "near": "time-zone"}),
    Case(E.MISSING_KEY, "time-zone: Africa/Tunis\n", "", "code", {"key": "time-zone"}),
    Case(E.MISSING_KEY, "    group: junior\n", "", "  guard:", {"key": "ranks.guard.group"}),
    Case(E.NOT_TEXT, "code: XA", "code: NO", "code", {"key": "code"}),
    Case(E.NOT_LIST, "[fr]", "fr", "languages", {"key": "languages"}),
    Case(E.NOT_ENTRIES, "{en: North, fr: Nord}", "North", "xa-1", {"key": "regions.xa-1.names"}),
    Case(E.EMPTY, "en: North", "en: ''", "xa-1", {"key": "regions.xa-1.names.en"}),
    Case(E.NOT_ONE_OF, "[fr]", "[fr, de]", "languages", {"key": "languages", "known": ", ".join(sorted(LANGUAGES))}),
    Case(E.NOT_ID, "  prison:", "  Prison:", "  Prison:", {"key": "institution-kinds.Prison"}),
    Case(P.NOT_COUNTRY, "code: XA", "code: Xa", "code", {"code": "Xa"}),
    Case(P.NOT_TIME_ZONE, "Africa/Tunis", "Tunis", "time-zone", {"zone": "Tunis"}),
    Case(P.NOT_NUMBER_FORM, "@@ ####", "[0-9]+", "forms", {"form": "[0-9]+"}),
    Case(P.NOT_NUMBER_FORM, "@@ ####", "##", "forms", {"form": "##"}),
    Case(P.MISSING_NAME, ", fr: Exemplie", "", "names: {en: Ex", {"key": "names", "languages": "fr"}),
    Case(P.MISSING_NAME, "en: North, fr: Nord", "ru: Север", "xa-1", {"key": "regions.xa-1", "languages": "en, fr"}),
    Case(P.SAME_NAME, "en: South", "en: North", "xa-2", {"key": "regions.xa-2", "first": 9, "name": "North"}),
    Case(P.UNKNOWN_GROUP, "group: senior", "group: top", "group: top", {"group": "top", "known": "junior, senior"}),
    Case(P.UNUSED_GROUP, "\nranks:", "\n  top: {names: {en: Top, fr: Plus haut}}\nranks:", "  top:", {"group": "top"}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_complaint(case: Case) -> None:
    assert FILE.count(case.old) == 1
    text = FILE.replace(case.old, case.new)
    assert read(text) == Reading(None, (Complaint("xa.yaml", at(text, case.line), case.problem, case.values),))


def at(text: str, words: str) -> int:
    """The number of the line where the words begin."""
    assert text.count(words) == 1, words
    return text.count("\n", 0, text.index(words)) + 1


def test_ranks_stand_in_the_order_of_their_groups() -> None:
    text = FILE + "  cook: {group: junior, names: {en: Cook, fr: Cuisinier}}\n"
    assert read(text).complaints == (
        Complaint("xa.yaml", at(text, "  cook:"), PackProblem.OUT_OF_ORDER, {"rank": "cook"}),
    )


def test_every_problem_of_a_country_has_its_test_and_its_sentences_can_be_filled_in() -> None:
    values = {case.problem: case.values for case in CASES} | {P.OUT_OF_ORDER: {"rank": "cook"}}
    for problem in PackProblem:
        assert "%(" not in problem.what % values[problem]
        assert "%(" not in problem.remedy % values[problem]


def test_everything_that_is_wrong_is_said_at_once_also_where_a_part_cannot_be_read() -> None:
    text = FILE.replace("Africa/Tunis", "Tunis").replace("en: North, ", "").replace("group: junior\n", "group: [a]\n")
    assert [(each.line, each.problem) for each in read(text).complaints] == [
        (4, PackProblem.NOT_TIME_ZONE),
        (9, PackProblem.MISSING_NAME),
        (23, EntryProblem.NOT_TEXT),
    ]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "regions: [a]\nranks: 3\nnames: x\n", "languages: {a: b}\n", "a"])
def test_what_is_no_file_of_a_country_at_all_is_refused(text: str) -> None:
    reading = read(text)
    assert reading.pack is None
    assert reading.complaints != ()


def test_a_file_in_another_encoding_is_refused() -> None:
    assert read_pack("xa.yaml", "code: Ж".encode("cp1251")) == Reading(
        None, (Complaint("xa.yaml", 1, TextProblem.NOT_UTF8),)
    )


# The countries that are there: how many regions there officially are, and the languages in which everything is named.
OFFICIAL = {
    "kg": (7 + 2, {"ky", "ru"}),
    "kz": (17 + 3, {"kk", "ru"}),
    "tn": (24, {"ar", "fr"}),
    "ug": (4, set()),
}


def pack_of(name: str) -> Pack:
    path = COUNTRIES / f"{name}.yaml"
    reading = read_pack(path.name, path.read_bytes())
    assert reading.complaints == ()
    assert reading.pack
    return reading.pack


def test_every_country_is_looked_at_here() -> None:
    assert sorted(path.name for path in COUNTRIES.iterdir()) == [f"{name}.yaml" for name in OFFICIAL]


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_country_that_is_there(name: str) -> None:
    pack, (regions, languages) = pack_of(name), OFFICIAL[name]
    assert pack.code == name.upper()
    assert len(pack.regions) == regions
    assert all(region.code.startswith(f"{name}-") for region in pack.regions)
    assert pack.names.keys() == set(LANGUAGES)
    for entry in (*listed(pack).values(), *pack.academies):
        assert entry.names.keys() == {"en", *languages}, entry.code
    assert min(map(len, (pack.institution_kinds, pack.academies, pack.rank_groups, pack.ranks))) > 0


def test_ranks_of_kazakhstan_as_the_law_groups_them() -> None:
    grouped: dict[str, list[str]] = {}
    for rank in pack_of("kz").ranks:
        grouped.setdefault(rank.group, []).append(rank.names["ru"])
    assert grouped == {
        "private": ["Рядовой"],
        "junior": ["Младший сержант", "Сержант", "Старший сержант", "Старшина"],
        "middle": ["Младший лейтенант", "Лейтенант", "Старший лейтенант", "Капитан"],
        "senior": ["Майор", "Подполковник", "Полковник"],
        "highest": ["Генерал-майор", "Генерал-лейтенант", "Генерал-полковник"],
    }


def test_what_waits_for_review_stands_in_the_document() -> None:
    document = (ROOT / "docs" / "content-review.md").read_text()
    table = [line for line in document.splitlines() if ".yaml |" in line]
    assert table == [
        f"| {name}.yaml | {where} | {what} |" for name in OFFICIAL for where, what in to_review(pack_of(name))
    ]
