"""Lists of officers: what headings and cells mean, which rows are what, and that what is written is read back the same."""

import dataclasses
from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from config import ROOT
from elearn.foundation.sheets import reading, writing
from elearn.people.rules.lists import columns, saying, words
from elearn.people.rules.lists.cells import Doubt, Fault, Named, Remark, day, year
from elearn.people.rules.lists.columns import Headings, Headless, NoHeadings
from elearn.people.rules.lists.full_names import Parts, split
from elearn.people.rules.lists.judging import Judge, Judged, Verdict, likeness, settle
from elearn.people.rules.lists.rows import Known, Place, Posting, Setting, by_column, tidy
from elearn.people.rules.lists.words import Column, plain
from elearn.people.rules.officers import Identified, Sex, Track

TODAY = date(2026, 9, 15)
LANGUAGES = ("en", "ru", "kk", "ky", "fr", "ar")
PRISON, COLONY, ANNEX = UUID(int=1), UUID(int=2), UUID(int=3)
INSTITUTIONS = Named(
    [
        (PRISON, "kst-1", {"en": "Prison of Kostanay", "ru": "Учреждение Костаная"}),
        (COLONY, "kst-2", {"en": "Colony", "ru": "Колония"}),
        (ANNEX, "kst-2a", {"en": "Annex", "ru": "Колония"}),  # two of one name
    ]
)
RANKS = Named([("major", "major", {"en": "Major", "ru": "Майор"}), ("captain", "captain", {"en": "Captain"})])


def setting(language: str = "en", ranks: Named = RANKS) -> Setting:
    return Setting(INSTITUTIONS, ranks, TODAY, language)


def test_no_spelling_has_two_meanings() -> None:
    for listed in (words._HEADINGS, words._SEXES, words._TRACKS):
        meanings = Counter(
            spelling
            for languages in listed.values()
            for spelling in {plain(word) for each in languages for word in each.split("|")}
        )
        assert [spelling for spelling, how_many in meanings.items() if how_many > 1] == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_what_forms_call_it_is_read(language: str) -> None:
    """The catalogues may say it better one day: then add their words here."""
    with (ROOT / "elearn" / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        said = {message.id: str(message.string) for message in read_po(file) if isinstance(message.id, str)}
    labels = {
        "Service number": Column.NUMBER,
        "Family name": Column.FAMILY,
        "Given name": Column.GIVEN,
        "Patronymic": Column.PATRONYMIC,
        "Sex": Column.SEX,
        "Year of birth": Column.BORN,
        "Institution": Column.INSTITUTION,
        "Rank": Column.RANK,
        "Job": Column.TRACK,
        "Serves there since": Column.SINCE,
    }
    assert {label: columns.meaning(said[label]) for label in labels} == labels
    tracks = {"Security officer": Track.SECURITY_OFFICER, "Psychologist": Track.PSYCHOLOGIST, "Other": Track.OTHER}
    assert {label: words.TRACKS.get(plain(said[label])) for label in tracks} == tracks
    sexes = {"Woman": Sex.FEMALE, "Man": Sex.MALE}
    assert {label: words.SEXES.get(plain(said[label])) for label in sexes} == sexes


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_write_is_read_in_every_language(language: str) -> None:
    assert [columns.meaning(heading) for heading in saying.headings(language)] == list(saying.COLUMNS)
    assert [words.SEXES[plain(words.sex(sex, language))] for sex in Sex] == list(Sex)
    assert [words.TRACKS[plain(words.track(track, language))] for track in Track] == list(Track)
    for column in (Column.ROW, Column.ADVICE, Column.FULL_NAME):
        assert columns.meaning(words.heading(column, language)) is column


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [["Список сотрудников", ""], ["№ п/п", "Таб. №", "Ф.И.О.", "Дата рождения (дд.мм.гггг)", "Примечание"]],
            (2, {Column.NUMBER: 1, Column.FULL_NAME: 2, Column.BORN: 3}, ["№ п/п", "Примечание"]),
        ),
        ([["Matricule", "Nom", "Prénoms"]], (1, {Column.NUMBER: 0, Column.FAMILY: 1, Column.GIVEN: 2}, [])),
        ([["Nom", "Matricule", "Grade"]], (1, {Column.FULL_NAME: 0, Column.NUMBER: 1, Column.RANK: 2}, [])),
        ([["ЖЕКЕ НӨМІРІ", "Аты-жөні", "Жынысы"]], (1, {Column.NUMBER: 0, Column.FULL_NAME: 1, Column.SEX: 2}, [])),
        (
            [["Номер", "ФИО", "Учреждение", "Подразделение (корпус)"]],
            (1, {Column.NUMBER: 0, Column.FULL_NAME: 1, Column.INSTITUTION: 2, Column.UNIT: 3}, []),
        ),
        (
            [["Номер", "ФИО", "Подразделение"]],
            (1, {Column.NUMBER: 0, Column.FULL_NAME: 1, Column.INSTITUTION: 2}, []),
        ),
        (
            [["Number", "Full name", "Wing", "Prison"]],
            (1, {Column.NUMBER: 0, Column.FULL_NAME: 1, Column.UNIT: 2, Column.INSTITUTION: 3}, []),
        ),
        ([["المعرف الوحيد", "اللقب", "الاسم"]], (1, {Column.NUMBER: 0, Column.FAMILY: 1, Column.GIVEN: 2}, [])),
    ],
)
def test_headings_are_found(rows: list[list[str]], found: tuple[int, dict[Column, int], list[str]]) -> None:
    headings = columns.find(rows)
    assert isinstance(headings, Headings)
    assert (headings.row, headings.places, headings.ignored) == found


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], NoHeadings(Headless.NO_HEADINGS)),
        ([["Асан", "Серік"]], NoHeadings(Headless.NO_HEADINGS)),
        ([["Фамилия", "Имя"]], NoHeadings(Headless.NO_NUMBER, 1)),
        ([["Служебный номер", "Звание"]], NoHeadings(Headless.NO_NAMES, 1)),
        ([["Number", "Full name", "Prison", "Station", "Unit"]], NoHeadings(Headless.TWICE, 1, "Station")),
        ([["Номер", "ФИО", "Пол", "Имя", "Sex"]], NoHeadings(Headless.TWICE, 1, "Sex")),
    ],
)
def test_headings_that_cannot_be_used_are_explained(rows: list[list[str]], why: NoHeadings) -> None:
    assert columns.find(rows) == why


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Жұмабаев Асан", Parts("Жұмабаев", "Асан", "", True)),
        ("Жұмабаев Асан Ерланұлы", Parts("Жұмабаев", "Асан", "Ерланұлы", True)),
        ("Жұмабаев Асан Ерлан ұлы", Parts("Жұмабаев", "Асан", "Ерлан ұлы", True)),
        ("Zhumabayev, Asan", Parts("Zhumabayev", "Asan", "", True)),
        ("Асан Жұмабаев", Parts("Жұмабаев", "Асан", "", False)),
        ("Асан Ерланович Жумабаев", Parts("Жумабаев", "Асан", "Ерланович", False)),
        ("Ben Ali Mohamed", Parts("Ben Ali", "Mohamed", "", True)),
        ("بن علي محمد", Parts("بن علي", "محمد", "", True)),
        ("Okello John Paul", Parts("Okello", "John", "Paul", False)),
        ("Асан", Parts("Асан", "", "", True)),
        ("", Parts("", "", "", True)),
    ],
)
def test_a_whole_name_is_taken_apart(whole: str, parts: Parts) -> None:
    assert split(whole) == parts


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1990-03-25", date(1990, 3, 25)),
        ("1990-03-25 00:00:00", date(1990, 3, 25)),
        ("25.03.1990 г.", date(1990, 3, 25)),
        ("5/3/1990", date(1990, 3, 5)),
        ("٢٥/٠٣/١٩٩٠", date(1990, 3, 25)),
        ("32957", date(1990, 3, 25)),  # as Excel keeps it
        ("03/25/1990", None),
        ("31.02.1990", None),
        ("вчера", None),
        ("25.03.90", None),
    ],
)
def test_days(text: str, meant: date | None) -> None:
    assert day(text) == meant


def test_years() -> None:
    assert [year(text) for text in ("1990", "1990 г.р.", "١٩٩٠", "90", "199")] == [1990, 1990, 1990, None, None]


# Judging


def judge(*rows: dict[Column, str], known: list[Known] | None = None, ranks: Named = RANKS) -> list[Judged]:
    """The rows, numbered from 2; of officers who are known, the number is the key."""
    by_key: dict[str, list[Known]] = {}
    for each in known or []:
        by_key.setdefault(plain(each.who.service_number), []).append(each)
    judging = Judge(by_key, setting(ranks=ranks), plain)
    empty = dict.fromkeys((Column.NUMBER, Column.FAMILY, Column.GIVEN), "")
    return settle([judging.judge(number, {**empty, **row}) for number, row in enumerate(rows, 2)])


def row(number: str = "100", **more: str) -> dict[Column, str]:
    given = {"service-number": number, "family-name": "Қалиев", "given-name": "Марат"}
    given |= {"institution": "kst-1", "rank": "Major", "track": "Psychologist"}
    return {Column(name.replace("_", "-")): value for name, value in (given | more).items()}


KNOWN = Known(
    UUID(int=9),
    True,
    Identified("Қалиев", "Марат", "", "100", Sex.MALE, 1990),
    date(1990, 3, 25),
    PRISON,
    "major",
    "psychologist",
    postings=(Posting(PRISON, "major", "psychologist", date(2026, 1, 1)),),
)


def test_a_row_is_new_changed_or_unchanged() -> None:
    (new,) = judge(row())
    assert (new.verdict, new.wanted and new.wanted.posting) == (
        Verdict.NEW,
        Posting(PRISON, "major", "psychologist", TODAY),
    )
    for same in (
        row("1 0-0"),
        row(institution="", rank="", track=""),
        row(born="1990"),
        row(sex="м", born="25.03.1990", since="2026-01-01", rank="МАЙОР", institution="учреждение «Костаная»"),
    ):
        assert judge(same, known=[KNOWN])[0].verdict is Verdict.UNCHANGED
    (changed,) = judge(row(rank="Captain", sex="", patronymic="Ерланұлы"), known=[KNOWN])
    assert changed.verdict is Verdict.CHANGED
    assert changed.wanted
    assert [dataclasses.astuple(change) for change in changed.wanted.changes] == [
        (Column.PATRONYMIC, "", "Ерланұлы"),
        (Column.RANK, "Major", "Captain"),
        (Column.SINCE, "", "2026-09-15"),
    ]


def test_a_posting_of_earlier_is_recorded_once() -> None:
    (earlier,) = judge(row(since="2024-01-01"), known=[KNOWN])
    assert earlier.wanted
    assert earlier.wanted.posting
    recorded = dataclasses.replace(KNOWN, postings=(earlier.wanted.posting, *KNOWN.postings))
    assert judge(row(since="2024-01-01"), known=[recorded])[0].verdict is Verdict.UNCHANGED


def test_empty_cells_leave_what_was_recorded_on_the_day_of_the_row() -> None:
    later = Posting(COLONY, "captain", "psychologist", date(2026, 6, 1))
    moved = dataclasses.replace(KNOWN, institution_id=COLONY, rank="captain", postings=(*KNOWN.postings, later))
    (promoted,) = judge(row(institution="", track="", rank="Captain", since="2026-03-01"), known=[moved])
    assert promoted.wanted
    assert promoted.wanted.posting == Posting(PRISON, "captain", "psychologist", date(2026, 3, 1))


def test_a_unit_stays_where_it_is_until_another_is_said_or_the_institution_is_another() -> None:
    since = date(2026, 1, 1)
    inside = Posting(PRISON, "major", "psychologist", since, "Wing  3")
    known = dataclasses.replace(KNOWN, unit="Wing  3", postings=(inside,))
    for same in (row(), row(unit="Wing 3"), row(rank="", since="2026-01-01"), row(unit="Wing 3", since="2026-01-01")):
        assert judge(same, known=[known])[0].verdict is Verdict.UNCHANGED

    def recorded(known: Known, **more: str) -> tuple[Posting | None, list[tuple[str, str, str]]]:
        wanted = judge(row(**more), known=[known])[0].wanted
        assert wanted
        return wanted.posting, [dataclasses.astuple(change) for change in wanted.changes]

    day = (Column.SINCE, "", "2026-09-15")
    told = Posting(PRISON, "major", "psychologist", TODAY, "Wing 1")
    only_unit = {"institution": "", "rank": "", "track": "", "unit": "Wing 1"}
    assert recorded(known, **only_unit) == (told, [(Column.UNIT, "Wing  3", "Wing 1"), day])
    assert recorded(KNOWN, **only_unit) == (told, [(Column.UNIT, "", "Wing 1"), day])
    promoted = Posting(PRISON, "captain", "psychologist", TODAY, "Wing  3")
    assert recorded(known, rank="Captain") == (promoted, [(Column.RANK, "Major", "Captain"), day])
    moved = Posting(COLONY, "major", "psychologist", TODAY)
    said = [(Column.INSTITUTION, "Prison of Kostanay", "Colony"), (Column.UNIT, "Wing  3", ""), day]
    assert recorded(known, institution="kst-2") == (moved, said)

    merged = dataclasses.replace(
        known, institution_id=COLONY, postings=(inside._replace(institution_id=COLONY), inside)
    )
    for place in ("kst-1", "kst-2"):
        assert judge(row(institution=place, since="2026-01-01"), known=[merged])[0].verdict is Verdict.UNCHANGED
    assert judge(row(institution="kst-2"), known=[merged])[0].verdict is Verdict.UNCHANGED


def test_a_typed_rank_is_the_same_however_it_is_spaced() -> None:
    typed = dataclasses.replace(KNOWN, rank="major  of\u00a0guards")
    assert judge(row(rank="major of guards"), known=[typed])[0].verdict is Verdict.UNCHANGED


def test_what_is_wrong_is_told_with_its_column() -> None:
    def faults(**more: str) -> list[tuple[str, str | None]]:
        return [(remark.what, remark.column) for remark in judge(row(**more))[0].remarks]

    assert faults(institution="Колония") == [(Fault.SEVERAL, Column.INSTITUTION)]
    assert faults(rank="Marshal") == [(Fault.UNKNOWN, Column.RANK)]
    assert faults(number="1-2") == [(Fault.NUMBER_SHORT, Column.NUMBER)]
    assert faults(number="1" * 33) == [(Fault.TOO_LONG, Column.NUMBER)]
    assert faults(given_name="x" * 101) == [(Fault.TOO_LONG, Column.GIVEN)]
    assert faults(since="soon") == [(Fault.NO_DATE, Column.SINCE)]
    assert faults(since="2026-09-16") == [(Fault.FUTURE, Column.SINCE)]
    assert faults(born="1890") == [(Fault.NO_BIRTH, Column.BORN)]
    assert faults(unit="x" * 41) == [(Fault.TOO_LONG, Column.UNIT)]
    assert faults(since="0212-01-05") == [(Fault.LONG_AGO, Column.SINCE)]
    assert faults(number="1,00E+05") == faults(number="1E+5") == [(Fault.SHORTENED, Column.NUMBER)]
    assert faults(number="#REF!") == faults(number="#ЗНАЧ!") == [(Fault.FAILED, Column.NUMBER)]
    assert faults(given_name="#N/A") == faults(given_name="####") == [(Fault.FAILED, Column.GIVEN)]
    assert faults(family_name="?асымов", unit="?") == [
        (Fault.LETTERS_LOST, Column.FAMILY),
        (Fault.LETTERS_LOST, Column.UNIT),
    ]
    assert faults(family_name="12345") == [(Fault.NO_LETTERS, Column.FAMILY)]
    assert faults(number="E-123", given_name="D’Arc-Нұр", unit="№ 3") == []
    typed = judge(row(rank="x" * 61), ranks=Named([]))[0].remarks
    assert typed == (Remark(Fault.TOO_LONG, Column.RANK, {"most": 60}),)


def test_a_dash_says_as_little_as_an_empty_cell() -> None:
    cells = by_column({Column.NUMBER: 0, Column.PATRONYMIC: 1, Column.UNIT: 2}, ["1-2", "–", "--"])
    assert cells == {Column.NUMBER: "1-2", Column.PATRONYMIC: "", Column.UNIT: ""}


def test_what_is_recorded_is_not_complained_of() -> None:
    """Else a list that was exported could not be loaded again."""
    odd = dataclasses.replace(
        KNOWN,
        who=Identified("???", "7", "-", "1E+05", Sex.MALE, 1990),
        unit="wing?",
        postings=(Posting(PRISON, "major", "psychologist", date(1890, 1, 1), "wing?"),),
    )
    (same,) = judge(
        row("1E+05", family_name="???", given_name="7", patronymic="-", unit="wing?", since="1890-01-01"), known=[odd]
    )
    assert (same.verdict, same.remarks) == (Verdict.UNCHANGED, ())


def test_a_number_of_a_form_that_the_country_does_not_have() -> None:
    strict = dataclasses.replace(setting(), number_forms=("@-##",), has_form=lambda number: number == "A-12")
    judged = [Judge({}, strict, plain).judge(2, row(number=number)) for number in ("A-12", "B-1234")]
    wrong = Remark(Fault.NUMBER_FORM, Column.NUMBER, {"forms": "@-##"})
    assert [each.remarks for each in judged] == [(), (wrong,)]


def test_numbers_of_several_and_of_others() -> None:
    twin = dataclasses.replace(KNOWN, officer_id=UUID(int=10))
    assert judge(row(), known=[KNOWN, twin])[0].remarks[-1] == Remark(Fault.NUMBER_OF_SEVERAL, Column.NUMBER)
    other = dataclasses.replace(KNOWN, own=False)
    assert judge(row(), known=[other])[0].verdict is Verdict.UNCHANGED
    assert judge(row(rank="Captain"), known=[other])[0].remarks == (Remark(Fault.OTHER_ACADEMY, Column.NUMBER),)


def test_the_same_number_twice() -> None:
    one, same, other = judge(row(), row(), row("100", given_name="Болат"))
    assert [each.verdict for each in (one, same, other)] == [Verdict.WRONG, Verdict.DOUBTFUL, Verdict.WRONG]
    assert same.effect is Verdict.UNCHANGED
    assert one.remarks == (Remark(Fault.NUMBER_TWICE, Column.NUMBER, {"row": 4}),)


def test_likeness_is_looked_for_among_officers_and_rows() -> None:
    rows = judge(
        row("200", family_name="Kaliyev", given_name="Marat", born="1990-03-25"),
        row("201", family_name="Оспанов", given_name="Ерлан", born="1985-01-02"),
        row("202", family_name="Ospanov", given_name="Yerlan", born="1985-01-02"),
        row("203", family_name="Громов", given_name="Пётр", born="1985-01-02"),
        known=[KNOWN],
    )
    found = [[remark.what for remark in each.remarks] for each in likeness(rows, [KNOWN])]
    assert found == [[Doubt.LIKE_OFFICER], [], [Doubt.LIKE_ROW], []]
    assert likeness([], [KNOWN]) == []


# What is written is read back


names = st.text(st.sampled_from("АбвҚңӘёЁйі ڤحمد'=+-@?#!\"; ,\tXy\u00a0\u200f"), min_size=1, max_size=12).filter(
    lambda text: bool(tidy(text))
)
numbers = st.text(st.sampled_from("0123456789 -АA"), min_size=3, max_size=10).filter(
    lambda text: len(plain(text)) > 2 and text == text.strip()
)
births = st.none() | st.integers(1950, 2005) | st.dates(date(1950, 1, 1), date(2005, 12, 31))
postings = st.builds(
    Posting,
    st.sampled_from([PRISON, COLONY, ANNEX]),
    st.sampled_from(["major", "captain", "сержант", "=rank"]),
    st.sampled_from(list(Track)).map(str),
    st.dates(date(2020, 1, 1), TODAY),
    st.none() | names,
)


@st.composite
def officers(draw: st.DrawFn) -> Known:
    born = draw(births)
    held = sorted(draw(st.lists(postings, max_size=3)), key=lambda posting: posting.since)
    place = held[-1].place if held else Place(None, None, None, None)
    who = Identified(
        draw(names),
        draw(names),
        draw(st.just("") | names),
        draw(numbers),
        draw(st.none() | st.sampled_from(list(Sex))),
        born.year if isinstance(born, date) else born,
    )
    on = born if isinstance(born, date) else None
    return Known(draw(st.uuids()), True, who, on, *place, tuple(held))


@pytest.mark.slow
@given(st.lists(officers(), min_size=1, max_size=4, unique_by=lambda each: plain(each.who.service_number)), st.data())
def test_loading_what_was_exported_changes_nothing(known: list[Known], data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    rows = [saying.cells(each, setting(language)) for each in known]
    write = data.draw(st.sampled_from([writing.csv_bytes, writing.xlsx_bytes]))
    sheet = reading.read(write(saying.headings(language), rows), columns.fitness)
    headings = columns.find(sheet.rows)
    assert isinstance(headings, Headings)
    judging = Judge({plain(each.who.service_number): [each] for each in known}, setting(language), plain)
    judged = [judging.judge(n, by_column(headings.places, cells)) for n, cells in enumerate(sheet.rows[1:], 2)]
    assert [(row.effect, row.remarks) for row in judged] == [(Verdict.UNCHANGED, ())] * len(known)
