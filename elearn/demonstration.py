"""An invented academy to look at: a prison service built as Kazakhstan's, nine months of training, and accounts to try.

Everything goes through the same services as in a real site, with the clock held in the past. All people are invented.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from elearn import serving
from elearn.certificates import queries as certified
from elearn.certificates import service as certificates
from elearn.certificates.exports import prints
from elearn.cohorts.queries import cohorts as known_cohorts
from elearn.cohorts.queries import questionnaires
from elearn.cohorts.queries import sessions as known_sessions
from elearn.cohorts.rules.cohorts import Way
from elearn.cohorts.rules.questionnaires import STATEMENTS, About, Kind
from elearn.cohorts.rules.sessions import Kind as Meeting
from elearn.cohorts.rules.sessions import Plan
from elearn.cohorts.service import attendance, cohorts, sessions
from elearn.cohorts.service import questionnaires as answers
from elearn.cohorts.service.cohorts import Planned
from elearn.courses.queries import progress, published
from elearn.courses.rules.module import FINAL, PRE_TEST, Published
from elearn.courses.rules.standing import Enrolment
from elearn.courses.service import enrolment, papers, publishing, reading
from elearn.courses.service import scenario as scenarios
from elearn.foundation import clock, ids, signing
from elearn.foundation.db import transaction
from elearn.people.content.packs import read_pack
from elearn.people.queries import accounts
from elearn.people.queries import places as known_places
from elearn.people.rules.officers import Identified, Served, Sex, Track
from elearn.people.rules.roles import Role
from elearn.people.service import links, officers, packs, passwords, places, staff
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.service import attempting
from elearn.reports import service as reports

PASSWORD = "only for trying out"  # noqa: S105 - of the printed accounts; every other account has none
OFFICERS = 120
MONTHS = 9
SEED = 20260701
SHOWN = ("100001", "100002")  # service numbers of the officers whose accounts are printed

INSTITUTIONS = (
    ("kst-1", "kz-39", "medium-security", "Institution No. 101", "№ 101 мекеме", "Учреждение № 101"),
    ("kst-2", "kz-39", "remand-prison", "Institution No. 102", "№ 102 мекеме", "Учреждение № 102"),
    ("krg-1", "kz-35", "maximum-security", "Institution No. 201", "№ 201 мекеме", "Учреждение № 201"),
    ("krg-2", "kz-35", "medium-security", "Institution No. 202", "№ 202 мекеме", "Учреждение № 202"),
    ("pvl-1", "kz-55", "medium-security", "Institution No. 301", "№ 301 мекеме", "Учреждение № 301"),
    ("sko-1", "kz-59", "minimum-security", "Institution No. 401", "№ 401 мекеме", "Учреждение № 401"),
)
ACADEMIES = (
    (
        "kostanay",
        ("Kostanay academy", "Қостанай академиясы", "Костанайская академия", "Костанай академиясы", "Académie de Kostanaï",
         "أكاديمية كوستاناي"),
        True,
        "training office, room 12",
    ),
    (
        "karaganda",
        ("Karaganda training centre", "Қарағанды оқу орталығы", "Карагандинский учебный центр", "Караганды окуу борбору",
         "Centre de formation de Karaganda", "مركز كاراغاندي للتكوين"),
        False,
        "training office, first floor",
    ),
)  # fmt: skip
REMARKS = (
    "", "", "", "Больше времени на сценарии.", "Практикалық сабақтар көбірек болса.", "More examples from a night shift.",
)  # fmt: skip
RANKS = ("sergeant", "senior-sergeant", "lieutenant", "senior-lieutenant", "captain", "major")  # codes of the pack
# Invented: combined at random, so that no line is a living person's.
MEN = ("Асан", "Бауыржан", "Виктор", "Дәулет", "Ерлан", "Игорь", "Қанат", "Марат", "Нұрлан", "Олег", "Серік", "Тимур")
WOMEN = ("Айгүл", "Анна", "Ботагөз", "Вера", "Гүлнар", "Динара", "Жанар", "Ирина", "Мадина", "Ольга", "Сәуле", "Төлеу")
FAMILIES = (
    ("Әбілқасов", "Әбілқасова"), ("Байғозин", "Байғозина"), ("Громов", "Громова"), ("Дүйсенов", "Дүйсенова"),
    ("Есімов", "Есімова"), ("Зайцев", "Зайцева"), ("Қасымбаев", "Қасымбаева"), ("Ковалёв", "Ковалёва"),
    ("Молдағалин", "Молдағалина"), ("Нечаев", "Нечаева"), ("Оспанов", "Оспанова"), ("Рябинин", "Рябинина"),
    ("Сейтқалиев", "Сейтқалиева"), ("Төлегенов", "Төлегенова"), ("Ұзақбаев", "Ұзақбаева"), ("Фомин", "Фомина"),
    ("Шаймерденов", "Шаймерденова"), ("Ықыласов", "Ықыласова"),
)  # fmt: skip


@dataclass(frozen=True)
class Academies:
    """The two academies and the institutions whose officers they train."""

    kostanay: UUID
    karaganda: UUID
    institutions: dict[str, UUID]


@dataclass(frozen=True)
class Trainee:
    """An officer of the demonstration, and how likely a right answer is (0 to 1)."""

    officer_id: UUID
    academy_id: UUID
    ability: float


def register(app: Flask) -> None:
    """Add `flask run-demo`."""
    app.cli.add_command(run_demo)


@click.command("run-demo")
@click.option("--port", default=8000, show_default=True)
@with_appcontext
def run_demo(port: int) -> None:
    """Prepare a database with invented people, once, and serve it on this computer only."""
    if not current_app.config["DEMONSTRATION"]:
        raise click.ClickException(
            "Set ELEARN_DEMONSTRATION=1, as `make run` does: this is no command for a real site."
        )
    serving.refuse_used_port("127.0.0.1", port)
    serving.prepare_database()
    if not serving.is_demonstration():
        with click.progressbar(length=OFFICERS, label="Inventing nine months of training, once") as bar:
            for _officer in load():
                bar.update(1)
    serving.run("127.0.0.1", port, lambda: _greet(port))


def _greet(port: int) -> None:
    click.echo("\nA demonstration with invented people. Ctrl-C stops it.\n")
    accounts = (
        ("officer", SHOWN[0]),
        ("officer who has finished", SHOWN[1]),
        ("instructor", "instructor"),
        ("academy administrator", "kostanay"),
        ("administrator of the second academy", "karaganda"),
        ("programme administrator", "programme"),
        ("monitor", "monitor"),
    )
    for role, name in accounts:
        click.echo(f"  {role:38} {name:12} password: {PASSWORD}")
    click.echo(f"\n  http://127.0.0.1:{port}/")


def load() -> Iterator[None]:
    """Fill an empty database; yields once for each officer. One transaction: half a demonstration is none."""
    chance = random.Random(SEED)  # noqa: S311 - invents people, keeps no secret
    now = clock.now()
    start = now - timedelta(days=30 * MONTHS)
    keys = Path(current_app.config["KEYS"])
    if not signing.has_key(keys, "KZ"):
        signing.make_key(keys, "KZ")
    with transaction():
        with clock.stopped_at(start):
            academies = _places()
            modules = _modules()
            _staff(academies)
            _programme(modules, start)
            groups = _cohorts(academies, modules[0], start)
        trained_here: list[UUID] = []
        for number, trainee in enumerate(_officers(academies, chance, keys, start), 1):
            begins = _join(groups, number, trainee, chance, start, now)
            in_cohort = [(modules[0], 99, begins)] if begins else []
            plan = _shown(number, modules, now) or in_cohort or _plan(modules, chance, start, now)
            _train(trainee, plan, chance, now)
            _answer(trainee, chance)
            if trainee.academy_id == academies.kostanay:
                trained_here.append(trainee.officer_id)
            yield
        _supervisors_answer(academies.kostanay, groups[0], chance)
        _special_cases(academies, modules, chance, keys, start, now)
        _in_class(academies.kostanay, trained_here, now)
        for shown in SHOWN:
            account = accounts.named("", [("KZ", signing.match_key(keys, "KZ", shown))])[0]
            passwords.keep(account.id, passwords.hashed(PASSWORD))
        serving.mark_as_demonstration()


def _shown(number: int, modules: Sequence[Published], now: datetime) -> list[tuple[Published, int, datetime]]:
    """The officers whose accounts are printed: one in the middle of things, one who has finished everything."""
    one, two, three = modules[:3]
    if number == 1:
        return [
            (one, 5, now - timedelta(days=40)),
            (two, 1, now - timedelta(days=54)),
            (three, 99, now - timedelta(days=120)),
        ]
    if number == 2:
        return [(module, 99, now - timedelta(days=150)) for module in modules]
    return []


def _load_country() -> None:
    """Kazakhstan with its regions and ranks, without its academies: those here are invented."""
    file: Path = current_app.config["CONTENT"].parent / "countries" / "kz.yaml"
    pack = read_pack(file.name, file.read_bytes()).pack
    if pack is None:
        raise click.ClickException("Something is wrong with the file of the country: flask people check-country")
    packs.load(replace(pack, academies=()))


def _places() -> Academies:
    _load_country()
    for code, region, kind, english, kazakh, russian in INSTITUTIONS:
        names = {"en": english, "kk": kazakh, "ru": russian}
        places.add_institution("KZ", code, {"names": names, "region": region, "kind": kind})
    for code, words, own_choice, contact in ACADEMIES:
        names = dict(zip(("en", "kk", "ru", "ky", "fr", "ar"), words, strict=True))
        places.add_academy("KZ", code, {"names": names, "own_choice": own_choice, "contact": contact})
    by_code = {academy.code: academy.id for academy in known_places.academies()}
    institutions = {place.code: place.id for place in known_places.institutions(["KZ"])}
    return Academies(by_code["kostanay"], by_code["karaganda"], institutions)


def _modules() -> tuple[Published, ...]:
    publishing.publish(current_app.config["CONTENT"])
    return tuple(published.catalogue())


def _staff(academies: Academies) -> None:
    for user_name, display_name, role, scope in (
        ("instructor", "Instructor", Role.INSTRUCTOR, academies.kostanay),
        ("kostanay", "Kostanay office", Role.ACADEMY_ADMINISTRATOR, academies.kostanay),
        ("karaganda", "Karaganda office", Role.ACADEMY_ADMINISTRATOR, academies.karaganda),
        ("programme", "Programme office", Role.PROGRAMME_ADMINISTRATOR, None),
        ("monitor", "Monitor", Role.MONITOR, None),
    ):
        account_id = staff.add(user_name, display_name)
        if account_id is None:
            raise RuntimeError(f"the database is not empty: there is an account {user_name}")
        staff.grant(account_id, role, scope)
        passwords.keep(account_id, passwords.hashed(PASSWORD))


def _programme(modules: tuple[Published, ...], start: datetime) -> None:
    first, last = start.date(), start.date() + timedelta(days=2 * 365)
    programme_id = reports.add_programme(
        "joint", {"en": "Joint programme of the UN and the EU (demonstration)"}, ["KZ"], first, last
    )
    reports.set_targets(programme_id, [(first + timedelta(days=30 * MONTHS), 100), (last, 250)])
    for module in modules:
        reports.approve(programme_id, module.module_id, first, None)


def _officers(academies: Academies, chance: random.Random, keys: Path, start: datetime) -> Iterator[Trainee]:
    """Some sixty per cent at Kostanay, two in five of them women; now and then the sex is not stated."""
    institutions = list(academies.institutions.values())
    tracks = [Track.SECURITY_OFFICER] * 6 + [Track.PVE_INSPECTOR] * 2 + [Track.PSYCHOLOGIST] * 2
    for number in range(1, OFFICERS + 1):
        woman = number == 1 or chance.random() < 0.4
        who = Identified(
            family_name=chance.choice(FAMILIES)[woman],
            given_name=chance.choice(WOMEN if woman else MEN),
            patronymic="",
            service_number=str(100_000 + number),
            sex=None if number % 29 == 0 else Sex.FEMALE if woman else Sex.MALE,
            birth_year=chance.randint(1968, 2003),
        )
        served = Served(chance.choice(institutions), chance.choice(RANKS), chance.choice(tracks), start.date())
        academy = academies.kostanay if number <= 2 or chance.random() < 0.6 else academies.karaganda
        with clock.stopped_at(start):
            officer_id = _enlist(academy, who, served, keys)
        yield Trainee(officer_id, academy, 1.0 if who.service_number in SHOWN else chance.uniform(0.66, 0.96))


def _enlist(academy_id: UUID, who: Identified, served: Served, keys: Path) -> UUID:
    officer_id = officers.enlist(academy_id, who, served, is_test=False, keys=keys)
    if not isinstance(officer_id, UUID):
        raise RuntimeError(f"{who.service_number}: {officer_id}")
    return officer_id


def _train(
    trainee: Trainee, plan: Iterable[tuple[Published, int, datetime]], chance: random.Random, now: datetime
) -> None:
    """Modules, each with how many steps the officer takes in it and when the first one is. Nothing happens after now."""
    for module, how_many, moment in plan:
        for step in islice(_steps(trainee, module, chance), how_many):
            if moment > now:
                break
            with clock.stopped_at(moment):
                step()
            moment += timedelta(hours=chance.choice([1, 2, 24, 26, 72, 120]), minutes=chance.randint(0, 50))


def _plan(
    modules: Sequence[Published], chance: random.Random, start: datetime, now: datetime
) -> Iterator[tuple[Published, int, datetime]]:
    """One to three modules; one in eight is never started, one in six left half done."""
    for module in chance.sample(modules, chance.choice([1, 1, 2, 2, 3])):
        how_many = chance.choices([1, chance.randint(3, 7), 99], weights=[12, 16, 72])[0]
        yield module, how_many, start + (now - start) * chance.uniform(0.02, 0.95)


def _steps(trainee: Trainee, module: Published, chance: random.Random) -> Iterator[Callable[[], None]]:
    """What an officer does in a module, in order; whoever fails tries again, three times at most."""
    yield partial(_enrol, trainee, module)
    if chance.random() < 0.85:
        yield partial(_sit, trainee, module, PRE_TEST, trainee.ability - chance.uniform(0.1, 0.4), chance)
    for part in module.contents:
        yield partial(_play if part.is_scenario else _read, trainee, module, part.id, chance)
    for again in range(3):
        if not _mine(trainee, module).standing.passed:
            yield partial(_sit, trainee, module, FINAL, trainee.ability + 0.05 * again, chance)
    if _mine(trainee, module).standing.passed and (trainee.ability == 1.0 or chance.random() < 0.85):
        yield partial(_certify, trainee, module)  # some never fetch theirs
    yield partial(_answer, trainee, chance)


def _mine(trainee: Trainee, module: Published) -> Enrolment:
    found = progress.of_module(trainee.officer_id, module.module_id)
    if found is None:
        raise RuntimeError("not enrolled")
    return found


def _enrol(trainee: Trainee, module: Published) -> None:
    due = clock.now().date() + timedelta(days=60)
    enrolment.enrol([trainee.officer_id], module.module_id, trainee.academy_id, due, own_choice=False, by_account=None)


def _read(trainee: Trainee, module: Published, part_id: str, _chance: random.Random) -> None:
    reading.part_done(
        officer_id=trainee.officer_id,
        enrolment_id=_mine(trainee, module).id,
        revision_id=module.revision_id,
        part_id=part_id,
        language="en",
    )


def _play(trainee: Trainee, module: Published, part_id: str, chance: random.Random) -> None:
    """Better officers take the choice with the most points more often."""
    played, play_id = module.scenarios[part_id], ids.new()
    scene, step = played.scenes[0], 0
    while scene.choices:
        best = max(range(len(scene.choices)), key=lambda n: scene.choices[n].points)
        choice = best if chance.random() < trainee.ability else chance.randrange(len(scene.choices))
        scenarios.choose(
            _mine(trainee, module),
            module,
            played,
            play_id=play_id,
            step=step,
            scene_id=scene.id,
            choice=choice,
            language="en",
        )
        scene, step = next(s for s in played.scenes if s.id == scene.choices[choice].target), step + 1


def _sit(trainee: Trainee, module: Published, paper: str, ability: float, chance: random.Random) -> None:
    """An attempt with an answer to every question, right with the probability of the ability."""
    attempt_id = papers.start(_mine(trainee, module), module, module.papers[paper])
    if not isinstance(attempt_id, UUID):
        raise RuntimeError(f"{paper}: {attempt_id}")
    bank = banks.bank(module.revision_id)
    sitting = sittings.sitting(attempt_id, trainee.officer_id)
    for item in sitting.items if sitting else ():
        right = set(bank[item.question_id].key["right"])
        options = item.layout["options"]
        chosen = right if chance.random() < ability else {chance.choice([o for o in options if {o} != right])}
        attempting.save(attempt_id, trainee.officer_id, item.question_id, 1, {"choice": tuple(sorted(chosen))})
    attempting.submit(attempt_id, trainee.officer_id)


def _certify(trainee: Trainee, module: Published) -> None:
    certificates.issue(trainee.officer_id, module.module_id, "kk", prints)


def _cohorts(academies: Academies, module: Published, start: datetime) -> tuple[UUID, UUID]:
    """A large cohort, of whose answers to questionnaires something is shown, and one that is too small for that."""
    office, teacher = accounts.named("kostanay", [])[0].id, accounts.named("instructor", [])[0].id
    days = (start.date(), start.date() + timedelta(days=30 * MONTHS))
    large, small = (
        cohorts.make(academies.kostanay, Planned(name, *days, (teacher,), False, module_id=module.module_id), office)
        for name in ("Spring intake", "Night shift")
    )
    return large, small


def _join(
    groups: tuple[UUID, UUID], number: int, trainee: Trainee, chance: random.Random, start: datetime, now: datetime
) -> datetime | None:
    """The first officers of Kostanay come into the large cohort, a few after them into the small one: when they begin."""
    if not 2 < number <= 50 or trainee.academy_id != known_cohorts.by_id(groups[0]).academy_id:
        return None
    with clock.stopped_at(start):
        cohorts.join(groups[number > 40], [trainee.officer_id], Way.LIST, None)
    return start + (now - start) * chance.uniform(0.4, 0.6)


def _answer(trainee: Trainee, chance: random.Random) -> None:
    """Whoever is asked something now answers three times in four; the abler ones are the more content."""
    for asked in questionnaires.asked(trainee.officer_id):
        if chance.random() < 0.75:
            marks = {
                each: 3 + (chance.random() < trainee.ability) + (chance.random() < 0.4)
                for each in STATEMENTS[asked.kind]
            }
            answers.answer(trainee.officer_id, asked, marks, chance.choice(REMARKS))


def _supervisors_answer(academy_id: UUID, cohort_id: UUID, chance: random.Random) -> None:
    """Of the forms that were given out some came back, too few to be shown."""
    asked = academy_id, About(cohort_id), Kind.SUPERVISOR
    answers.make_forms(*asked, 12)
    for form in questionnaires.forms(*asked)[:6]:
        answers.enter(form.code, {each: chance.randint(2, 5) for each in STATEMENTS[Kind.SUPERVISOR]}, "")


def _in_class(academy_id: UUID, officer_ids: Sequence[UUID], now: datetime) -> None:
    """A forum of two days that was held, with who was there, and a visit to come with fewer seats than people."""
    today, ago, ahead = now.date(), timedelta(days=20), timedelta(days=12)
    agreed = partial(
        Plan,
        module_id=None,
        place="Room 12",
        trainers="Invented trainers",
        starts_at=time(9),
        ends_at=time(13),
        open=True,
    )
    forum = agreed(
        Meeting.FORUM,
        "Talking with prisoners",
        first_day=today - ago,
        last_day=today - ago + timedelta(days=1),
        seats=20,
    )
    visit = agreed(
        Meeting.VISIT, "A visit to an open institution", first_day=today + ahead, last_day=today + ahead, seats=8
    )
    for plan, people in ((forum, officer_ids[:14]), (visit, officer_ids[:10])):
        session_id = sessions.make(academy_id, plan)
        sessions.sign_up(session_id, people)
        held = known_sessions.one(session_id)
        if held is None or plan is visit:
            continue
        seated = [row.id for row in known_sessions.people(session_id)]
        for day, absent in zip(plan.days, (1, 2), strict=True):
            attendance.tick(held, day, seated, seated[absent:], accounts.named("instructor", [])[0].id)


def _special_cases(
    academies: Academies,
    modules: Sequence[Published],
    chance: random.Random,
    keys: Path,
    start: datetime,
    now: datetime,
) -> None:
    """What makes the figures differ: one trained at both academies, one registered twice, one link that was wrong."""
    office = accounts.named("kostanay", [])[0].id
    served = Served(academies.institutions["kst-1"], RANKS[0], Track.SECURITY_OFFICER, start.date())
    middle = start + (now - start) / 2

    def trained(number: str, family: str, given: str, academy_id: UUID, module: Published) -> UUID:
        with clock.stopped_at(start):
            who = Identified(family, given, "", number, Sex.MALE, 1988)
            officer_id = _enlist(academy_id, who, served, keys)
        _train(Trainee(officer_id, academy_id, 1.0), [(module, 99, middle)], chance, now)
        return officer_id

    both = trained("100201", "Байғозин", "Марат", academies.kostanay, modules[0])
    _train(Trainee(both, academies.karaganda, 1.0), [(modules[1], 99, middle)], chance, now)
    one = trained("100202", "Жұмабаев", "Нұрлан", academies.kostanay, modules[0])
    again = trained("100203", "Жумабаев", "Нурлан", academies.kostanay, modules[1])
    links.link(one, again, office)
    father = trained("100204", "Әбілқасов", "Серік", academies.kostanay, modules[0])
    son = trained("100205", "Абилкасов", "Серик", academies.kostanay, modules[2])
    links.undo_link(links.link(father, son, office), office)
    for officer_id in (father, both):
        for certificate in certified.held(officer_id):
            certificates.revoke(certificate.id, office)
