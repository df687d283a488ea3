"""An officer as a row of a list that, loaded again, changes nothing."""

from elearn.people.rules.lists import words
from elearn.people.rules.lists.rows import Known, Setting, say_birth, say_rank
from elearn.people.rules.lists.words import Column
from elearn.people.rules.officers import Track

COLUMNS = (
    Column.NUMBER,
    Column.FAMILY,
    Column.GIVEN,
    Column.PATRONYMIC,
    Column.SEX,
    Column.BORN,
    Column.INSTITUTION,
    Column.UNIT,
    Column.RANK,
    Column.TRACK,
    Column.SINCE,
)


def headings(language: str) -> list[str]:
    """The headings of a list of officers."""
    return [words.heading(column, language) for column in COLUMNS]


def cells(officer: Known, setting: Setting) -> list[str]:
    """The officer in the order of COLUMNS, in the language of the setting."""
    who, language = officer.who, setting.language
    since = max((posting.since for posting in officer.postings if posting.place == officer.place), default=None)
    return [
        who.service_number,
        who.family_name,
        who.given_name,
        who.patronymic,
        words.sex(who.sex, language) if who.sex else "",
        say_birth(who.birth_year, officer.birth_date),
        setting.institutions.say(officer.institution_id, language),
        officer.unit or "",
        say_rank(setting.ranks, officer.rank, language),
        words.track(Track(officer.track), language) if officer.track else "",
        since.isoformat() if since else "",
    ]
