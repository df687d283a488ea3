"""The words of lists in six languages: headings, jobs, sexes. The first of each is what we write; all of them are read.

They stand here and not in the catalogues, since a list is read in whichever language it comes, and must still be read when a
translation was improved. `tests/unit/test_people_lists.py` holds them against the catalogues.
"""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from elearn.people.rules.officers import Sex, Track


class Column(StrEnum):
    """What a column of a list may hold."""

    NUMBER = "service-number"
    FAMILY = "family-name"
    GIVEN = "given-name"
    PATRONYMIC = "patronymic"
    FULL_NAME = "full-name"
    SEX = "sex"
    BORN = "born"  # a year or a date
    INSTITUTION = "institution"
    UNIT = "unit"  # a wing or other part of it
    RANK = "rank"
    TRACK = "track"
    SINCE = "since"
    ROW = "row"  # of the list that was loaded, in a file of rows that came back
    ADVICE = "advice"  # what was wrong there; not read


_ALIKE = str.maketrans("әғқңөұүһі", "агкноуухи")


@lru_cache(maxsize=1 << 14)  # a list says the same words again and again
def plain(text: str) -> str:
    """Words as they are compared: small letters and figures without accents, spaces and marks; Қ as К, Ү as У."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE).replace("ё", "е").replace("№", "no"))
    return "".join(c for c in letters if c.isalnum() and c != "\u0640")


_LANGUAGES = ("en", "ru", "kk", "ky", "fr", "ar")

# For each language in the order above, spellings parted by strokes.
_HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        "Service number|service no|number|officer number|badge number|personnel number|force number|staff number|service id"
        "|id number",
        "Служебный номер|личный номер|табельный номер|номер|номер жетона|жетон|номер удостоверения|служебное удостоверение"
        "|номер служебного удостоверения|лич. номер|таб. номер|личный №|таб. №|сл. номер",
        "Қызметтік нөмір|жеке нөмірі|жеке нөмір|нөмірі|жетон нөмірі|қызметтік куәлік нөмірі|табель нөмірі",
        "Кызматтык номер|жеке номери|жеке номер|номери|жетон номери|кызматтык күбөлүк|табелдик номер",
        "Matricule|numéro de service|numéro matricule|n° matricule|no matricule|numéro|num matricule|identifiant",
        "الرقم المهني|المعرف الوحيد|رقم الخدمة|الرقم الوظيفي|رقم التسجيل|الرقم|رقم العون|الرقم الشخصي",
    ),
    Column.FAMILY: (
        "Family name|surname|last name|family",
        "Фамилия|фам.",
        "Тегі|тек|фамилиясы",
        "Фамилиясы|фамилия|теги",
        "Nom de famille|nom|noms",
        "اللقب|اسم العائلة|لقب|العائلة",
    ),
    Column.GIVEN: (
        "Given name|first name|given names|forename|forenames|other names|name",
        "Имя",
        "Аты|есімі|өз аты",
        "Аты|ысымы",
        "Prénom|prénoms",
        "الاسم|الاسم الشخصي|الاسم الأول|اسم",
    ),
    Column.PATRONYMIC: (
        "Patronymic|middle name|father's name|fathers name",
        "Отчество|отч.|отчество (при наличии)",
        "Әкесінің аты|әкесінің аты (бар болса)",
        "Атасынын аты",
        "Patronyme (prénom du père)|patronyme|prénom du père|nom du père",
        "اسم الأب",
    ),
    Column.FULL_NAME: (
        "Full name|name and surname|surname and name|names|officer|name of officer",
        "ФИО|Ф.И.О.|фамилия имя отчество|фамилия, имя, отчество (при наличии)|фамилия и имя|фамилия имя|сотрудник|ФИО сотрудника",
        "Аты-жөні|ТАӘ|Т.А.Ә.|тегі аты әкесінің аты|тегі, аты, әкесінің аты (бар болса)|толық аты-жөні",
        "Аты-жөнү|фамилиясы аты атасынын аты|ФАА|толук аты",
        "Nom et prénom|nom et prénoms|nom prénom|nom complet|noms et prénoms|prénom et nom",
        "الاسم واللقب|الاسم الكامل|اللقب والاسم|الاسم الثلاثي",
    ),
    Column.SEX: (
        "Sex|gender|m/f|f/m",
        "Пол|м/ж|ж/м",
        "Жынысы|жыныс|е/ә",
        "Жынысы|жыныс|э/а",
        "Sexe|genre|h/f|f/h",
        "الجنس|النوع|الجنس ذ/أ",
    ),
    Column.BORN: (
        "Year or date of birth|date of birth|year of birth|birth date|birth year|dob|born|birthday|birthdate",
        "Год или дата рождения|дата рождения|год рождения|д.р.|г.р.|рожд.|день рождения|дата рожд.|год рожд.|родился",
        "Туған жылы немесе күні|туған күні|туған жылы|туған күні, айы, жылы|туылған күні|туылған жылы",
        "Туулган жылы же күнү|туулган күнү|туулган жылы|туулган датасы",
        "Année ou date de naissance|date de naissance|année de naissance|né le|né(e) le|naissance|date naissance",
        "سنة أو تاريخ الميلاد|تاريخ الميلاد|سنة الميلاد|تاريخ الولادة|سنة الولادة|الولادة",
    ),
    Column.INSTITUTION: (
        "Institution|prison|facility|station|unit|place of work|workplace|duty station",
        "Учреждение|место службы|место работы|подразделение|колония|наименование учреждения|орган",
        "Мекеме|мекемесі|қызмет орны|жұмыс орны|бөлімше|колония|мекеме атауы",
        "Мекеме|мекемеси|кызмат орду|иштеген жери|бөлүм|колония",
        "Établissement|prison|lieu d'affectation|affectation|unité|lieu de travail|établissement pénitentiaire",
        "المؤسسة السجنية|المؤسسة|السجن|مكان العمل|مقر العمل|الوحدة|مركز العمل",
    ),
    Column.UNIT: (
        "Wing or unit|wing|block|section|wing or block",
        "Корпус или отряд|корпус|отряд|отделение|участок|корпус или отделение",
        "Корпус немесе жасақ|корпус|жасақ|корпус немесе бөлімше",
        "Корпус же отряд|корпус|отряд|бөлүкчө|корпус же бөлүм",
        "Quartier ou unité|quartier|bâtiment|aile|division|aile ou unité",
        "الجناح أو الوحدة|الجناح|جناح|القسم",
    ),
    Column.RANK: (
        "Rank|grade",
        "Специальное звание|звание|спец. звание|спецзвание",
        "Арнаулы атағы|арнайы атағы|атағы|шені|арнаулы атақ",
        "Атайын наамы|наамы|чини|атайын наам|звание",
        "Grade|rang",
        "الرتبة|رتبة",
    ),
    Column.TRACK: (
        "Job|job track|position|post|function|role|job title|track",
        "Должность|направление|функция|специальность|занимаемая должность",
        "Лауазымы|лауазым|қызметі|мамандығы|атқаратын қызметі",
        "Кызматы|кызмат орду аталышы|кызмат|адистиги",
        "Fonction|poste|emploi|spécialité",
        "الخطة الوظيفية|الوظيفة|الخطة|المهمة|المنصب",
    ),
    Column.SINCE: (
        "Serves there since|since|from|posting date|date of posting|start date|in post since",
        "Служит там с|дата назначения|назначен|с какого времени|в должности с|дата начала службы|дата приказа|с",
        "Мұнда қызмет ете бастаған күні|тағайындалған күні|қашаннан бері|лауазымда бастап",
        "Ошол жерде кызмат өтөй баштаган күнү|дайындалган күнү|качандан бери",
        "En poste depuis le|depuis|depuis le|date d'affectation|date de nomination|en poste depuis",
        "تاريخ بدء العمل فيها|منذ|تاريخ التعيين|تاريخ المباشرة|تاريخ الالتحاق",
    ),
    Column.ROW: (
        "Row in the list",
        "Строка списка",
        "Тізімдегі жол",
        "Тизмедеги сап",
        "Ligne de la liste",
        "السطر في القائمة",
    ),
    Column.ADVICE: (
        "What to correct",
        "Что исправить",
        "Нені түзету керек",
        "Эмнени оңдоо керек",
        "Ce qu'il faut corriger",
        "ما يجب تصحيحه",
    ),
}

_SEXES: Mapping[Sex, tuple[str, ...]] = {
    Sex.FEMALE: (
        "Woman|F|female|women|w",
        "Женский|ж|жен|женщина",
        "Әйел|ә",
        "Аял|а",
        "Femme|F|féminin|f.",
        "امرأة|أنثى|أ|إناث|انثى",
    ),
    Sex.MALE: (
        "Man|M|male|men",
        "Мужской|м|муж|мужчина",
        "Ер|е|еркек",
        "Эркек|э",
        "Homme|H|masculin|M",
        "رجل|ذكر|ذ|ذكور",
    ),
    Sex.OTHER: (
        "Other, or would not say|X|other",
        "Другое или отказ от ответа|другой|другое|иное",
        "Басқа немесе айтқысы келмейді|басқа",
        "Башка же айткысы келген жок|башка",
        "Autre, ou ne souhaite pas le dire|autre",
        "غير ذلك، أو دون إجابة|آخر|غير ذلك",
    ),
}

_TRACKS: Mapping[Track, tuple[str, ...]] = {
    Track.SECURITY_OFFICER: (
        "Security officer|security|warder|guard|supervision",
        "Сотрудник режима|режим|инспектор режима|охрана|сотрудник охраны|надзор|младший инспектор",
        "Режим қызметкері|режим|күзет|режим инспекторы",
        "Режим кызматкери|режим|күзөт",
        "Agent de sécurité|sécurité|surveillant|agent de surveillance",
        "عون أمن|أمن|حارس|عون سجون",
    ),
    Track.PVE_INSPECTOR: (
        "Inspector for the prevention of violent extremism|PVE inspector|PVE|CVE",
        "Инспектор по профилактике насильственного экстремизма|инспектор ПНЭ|инспектор по профилактике экстремизма",
        "Зорлықшыл экстремизмнің алдын алу жөніндегі инспектор",
        "Зомбулуктуу экстремизмдин алдын алуу боюнча инспектор",
        "Inspecteur chargé de la prévention de l’extrémisme violent|inspecteur PEV|PEV",
        "مفتش مكلف بالوقاية من التطرف العنيف",
    ),
    Track.PSYCHOLOGIST: (
        "Psychologist",
        "Психолог|инспектор-психолог",
        "Психолог",
        "Психолог",
        "Psychologue",
        "أخصائي نفسي|أخصائية نفسية|أخصائي نفساني",
    ),
    Track.PROBATION: (
        "Probation officer|probation",
        "Сотрудник службы пробации|пробация|инспектор пробации|служба пробации",
        "Пробация қызметкері|пробация",
        "Пробация кызматкери|пробация",
        "Agent de probation|probation",
        "عون الإفراج تحت المراقبة",
    ),
    Track.THEOLOGIAN: ("Theologian|chaplain", "Теолог", "Теолог", "Теолог", "Théologien|théologienne", "عالم دين"),
    Track.SOCIAL_WORKER: (
        "Social worker",
        "Социальный работник|соц. работник|соцработник",
        "Әлеуметтік қызметкер",
        "Социалдык кызматкер",
        "Travailleur social|assistante sociale|assistant social|travailleuse sociale",
        "أخصائي اجتماعي|أخصائية اجتماعية",
    ),
    Track.OTHER: ("Other", "Другая должность|другое|другая|прочее", "Басқа", "Башка", "Autre", "أخرى"),
}


Meant = TypeVar("Meant")


def _by_spelling(words: Mapping[Meant, tuple[str, ...]]) -> dict[str, Meant]:
    return {plain(word): meant for meant, languages in words.items() for each in languages for word in each.split("|")}


COLUMNS = _by_spelling(_HEADINGS)
# What some lists call an institution, and others a part of the one that another column names.
PARTS = frozenset(map(plain, ("unit", "подразделение", "бөлімше", "бөлүм", "unité", "الوحدة")))
SEXES = _by_spelling(_SEXES)
TRACKS = _by_spelling(_TRACKS) | {plain(track): track for track in Track}


def heading(column: Column, language: str) -> str:
    """The heading that we write."""
    return _ours(_HEADINGS[column], language)


def sex(value: Sex, language: str) -> str:
    """The word that we write."""
    return _ours(_SEXES[value], language)


def track(value: Track, language: str) -> str:
    """The words that we write."""
    return _ours(_TRACKS[value], language)


def _ours(spellings: tuple[str, ...], language: str) -> str:
    return spellings[_LANGUAGES.index(language)].split("|")[0]
