"""An invented register of officers with planted duplicates, to measure how many are found and how many are only thought so.

The spellings are made by tables of their own, not by those that are tested. Everybody in it is made up by chance.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import process_time

from elearn.people.rules.blocks import pairs
from elearn.people.rules.duplicates import suggest
from elearn.people.rules.names import read
from elearn.people.rules.officers import Sex
from elearn.people.rules.suggestions import Grade, Record

# Kazakh names are made of two words; in this way there are some hundreds of them, few frequent and many rare.
_FIRST = "Нұр Ер Жан Бай Аман Есен Дос Қуан Сағын Берді Тілек Жұма Арман Айт Мақсат Қайрат Бек Төле Әбіл Мұхамед Ислам Өмір Шын"
_SECOND = "бек бай жан ғали лан болат мұрат хан тай құл дос әлі"
_WOMEN = (
    "Айгүл Әйгерім Сәуле Гүлнара Динара Жанар Мәдина Әсел Қарлығаш Бақыт Шолпан Алёна Наталья Ольга Светлана Гүлшат Назгүл "
    "Зарина Камила Ләззат Майра Нұргүл Перизат Раушан Сандуғаш Толқын Ұлжан Фатима Хадиша Юлия"
)
_RUSSIAN = "Иван Сергей Алексей Дмитрий Юрий Андрей Николай Семён Пётр Василий Виктор Михаил Олег Евгений Игорь"

_RUSSIAN_KEYBOARD = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноууxиАГКНОУУХИ".replace("x", "х"))


def _table(pairs_of_letters: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs_of_letters.split())


_COMMON = _table(
    "а:a ә:a б:b в:v г:g ғ:g д:d е:e ё:yo з:z и:i й:y к:k л:l м:m н:n ң:n о:o ө:o п:p р:r с:s т:t ф:f х:kh һ:h ъ: ь: "
    "э:e я:ya ю:yu ы:y"
)
_PASSPORT = _COMMON | _table("ж:zh қ:k у:u ұ:u ү:u і:i ц:ts ч:ch ш:sh щ:shch")
_ENGLISH = _COMMON | _table("ж:j қ:q у:u ұ:u ү:u і:i ц:ts ч:ch ш:sh щ:shch ғ:gh ё:e")
_FRENCH = _COMMON | _table("ж:j қ:k у:ou ұ:ou ү:ou і:i й:ï ц:ts ч:tch ш:ch щ:chtch ю:iou я:ia")
_LATIN_2021 = _COMMON | _table("ж:j қ:q ғ:ğ ң:ñ у:u ұ:ū ү:ü ө:ö ә:ä ы:y і:ı й:i ц:ts ч:ch ш:ş щ:şş х:h")
_ARABIC = _table(
    "а:ا ә:ا б:ب в:ف г:غ ғ:غ д:د е:ي ё:يو ж:ج з:ز и:ي й:ي к:ك қ:ق л:ل м:م н:ن ң:نغ о:و ө:و п:ب р:ر с:س т:ت у:و ұ:و ү:و ф:ف х:خ "
    "һ:ه ц:تس ч:تش ш:ش щ:ش ъ: ь: ы:ي і:ي э:ي ю:يو я:يا"
)


def _by(table: dict[str, str]) -> Callable[[str], str]:
    return lambda word: "".join(table[letter] for letter in word.lower()).capitalize()


def _arabic(word: str) -> str:
    spelled = _by(_ARABIC)(word)
    return "إ" * (spelled[0] == "ي" and word[0] not in "ЁЮЯ") + "أ" * (spelled[0] == "و") + spelled


SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda word: word,
    lambda word: word.translate(_RUSSIAN_KEYBOARD),
    lambda word: word.translate(_RUSSIAN_KEYBOARD),
    _by(_PASSPORT),
    _by(_ENGLISH),
    _by(_FRENCH),
    _by(_LATIN_2021),
    _arabic,
)


@dataclass(frozen=True)
class Person:
    """Somebody as first registered; `father` is the father's given name."""

    family: str
    given: str
    father: str
    born: date
    sex: Sex


def _family(root: str, sex: Sex) -> str:
    stem = root.removesuffix("й").removesuffix("і").removesuffix("ь")
    soft = stem != root or stem[-1] in "аеиәёіи"
    return stem + ("ев" if soft else "ов") + "а" * (sex is Sex.FEMALE)


def _patronymic(father: str, sex: Sex, kazakh: bool) -> str:
    if kazakh:
        return father + ("қызы" if sex is Sex.FEMALE else "ұлы")
    return _family(father, Sex.MALE) + ("на" if sex is Sex.FEMALE else "ич")


class Register:
    """People, and their records: one each, and a second one of some that differs as lists differ."""

    def __init__(self, size: int, seed: int, dated: float = 0.9, twice: float = 0.02) -> None:
        self._dated = dated
        self._random = random.Random(seed)  # noqa: S311 (nothing secret)
        self._men = [*(one + other for one in _FIRST.split() for other in _SECOND.split()), *_RUSSIAN.split()]
        self._random.shuffle(self._men)
        self._odds = [1 / (rank + 5) for rank in range(len(self._men))]  # as Zipf has it
        people: list[Person] = []
        while len(people) < size:
            people.append(self._relative(people) if people and self._random.random() < 0.03 else self._person())
        self.records = [self._record(number, person) for number, person in enumerate(people)]
        again = self._random.sample(range(size), round(size * twice))
        self.planted = {(number, size + more) for more, number in enumerate(again)}
        self.records += [self._otherwise(size + more, people[number]) for more, number in enumerate(again)]

    def _man(self) -> str:
        return self._random.choices(self._men, self._odds)[0]

    def _person(self) -> Person:
        sex = Sex.FEMALE if self._random.random() < 0.3 else Sex.MALE
        given = self._random.choice(_WOMEN.split()) if sex is Sex.FEMALE else self._man()
        born = date(1965, 1, 1) + timedelta(self._random.randrange(14_600))
        return Person(_family(self._man(), sex), given, self._man(), born, sex)

    def _relative(self, people: Sequence[Person]) -> Person:
        """A brother, a twin (also one with nearly the same name), or a son called as his grandfather: they share so much."""
        one = self._random.choice(people)
        family = one.family.removesuffix("а") if one.sex is Sex.FEMALE else one.family
        kin = replace(self._person(), family=family, sex=Sex.MALE, given=self._man())
        brother = replace(kin, father=one.father)
        twin = replace(brother, born=one.born)
        alike = replace(twin, sex=one.sex, family=one.family, given=self._mistyped(one.given))
        son = replace(kin, father=one.given if one.sex is Sex.MALE else one.father, given=one.father)
        return self._random.choices([brother, son, twin, alike], [50, 40, 9, 1])[0]

    def _record(self, number: int, person: Person, spelling: Callable[[str], str] = SPELLINGS[0]) -> Record:
        patronymic = _patronymic(person.father, person.sex, self._random.random() < 0.3)
        if spelling is SPELLINGS[0] and self._random.random() < 0.4:
            spelling = SPELLINGS[1]
        known = self._random.random() < self._dated
        return Record(
            number,
            read(spelling(person.family), spelling(person.given), spelling(patronymic)),
            person.born if known else None,
            person.born.year,
            person.sex,
        )

    def _otherwise(self, number: int, person: Person) -> Record:
        """The same person in another list: spelled anew, and in two of three with an error besides."""
        spelling = self._random.choice(SPELLINGS)
        wrong = self._random.choice(
            [
                "",
                "",
                "",
                "family",
                "given",
                "swapped",
                "no-patronymic",
                "date",
                "day-and-month",
                "no-date",
                "initial",
                "two",
            ]
        )
        family, given, born = person.family, person.given, person.born
        if wrong == "two":
            family, born = self._mistyped(family), self._other_figure(born)
        elif wrong == "family":
            family = self._mistyped(family)
        elif wrong == "given":
            given = self._mistyped(given)
        elif wrong == "date":
            born = self._other_figure(born)
        elif wrong == "day-and-month" and born.day <= 12:
            born = born.replace(day=born.month, month=born.day)
        record = self._record(number, replace(person, family=family, given=given, born=born), spelling)
        name = record.name
        if wrong == "swapped":
            return replace(record, name=replace(name, family=name.given, given=name.family))
        if wrong == "no-patronymic":
            return replace(record, name=replace(name, patronymic=read("", "", "").patronymic))
        if wrong == "initial":
            return replace(record, name=replace(name, given=read("", spelling(given[0]), "").given))
        return replace(record, birth_date=None) if wrong == "no-date" else record

    def _mistyped(self, word: str) -> str:
        """A letter left out, doubled, typed for its neighbour, or exchanged with it; never the first one."""
        at = self._random.randrange(1, len(word) - 1)
        way = self._random.randrange(3)
        if way == 0:
            return word[:at] + word[at + 1 :]
        if way == 1:
            return word[:at] + self._random.choice("аеиноптрлк") + word[at + 1 :]
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def _other_figure(self, born: date) -> date:
        while True:
            figures = list(born.isoformat())
            figures[self._random.choice([3, 6, 8, 9])] = self._random.choice("0123456789")
            try:
                found = date.fromisoformat("".join(figures))
            except ValueError:
                continue
            if found != born:
                return found


@dataclass(frozen=True)
class Measured:
    """What came of it: shares of 1, and seconds of one processor."""

    recall: float
    precision: float
    of_grade: dict[Grade, tuple[int, float]]  # how many, and how many of them are right
    examined: float
    seconds: float


def measure(size: int, seed: int, dated: float = 0.9) -> Measured:
    """How many planted duplicates are suggested, how many suggestions are right, and what it costs.

    `dated` is the share of records with a birth date; of the others the year is known.
    """
    register = Register(size, seed, dated)
    started = process_time()
    found = suggest(register.records)
    seconds = process_time() - started
    right = [(suggestion.one, suggestion.other) in register.planted for suggestion in found]
    of_grade = {}
    for grade in Grade:
        graded = [hit for suggestion, hit in zip(found, right, strict=True) if suggestion.grade is grade]
        of_grade[grade] = (len(graded), sum(graded) / max(1, len(graded)))
    every = len(register.records)
    looked_at = sum(1 for _ in pairs(register.records))
    return Measured(
        recall=sum(right) / len(register.planted),
        precision=sum(right) / max(1, len(found)),
        of_grade=of_grade,
        examined=looked_at / (every * (every - 1) / 2),
        seconds=seconds,
    )
