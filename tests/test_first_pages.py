"""Each role's first page: what it says, where its figures lead, and that nothing of another academy is among it."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from elearn.cohorts.models.cohorts import CohortTakes
from elearn.cohorts.rules.sessions import Kind
from elearn.courses.models import Progress
from elearn.foundation import clock, jobs
from elearn.foundation.db import db, transaction
from elearn.foundation.worker import do_chores
from elearn.people.models import Account, Identity, Institution, NamesSeen, Officer, RoleGranted
from tests import factories_courses as factories
from tests import histories
from tests.cohorts.groups import finished, joined, made
from tests.courses import test_analysis
from tests.databases import NOW
from tests.factories_sessions import hold, listed
from tests.quizzes.pages import main_text
from tests.world import Place, World, officer

TODAY = "Today Tuesday, September 15, 2026"
NOTHING_TO_MARK = "Answers to mark No answer waits for you. Essays that officers hand in come here."
NO_HARD_ONE = (
    "Hard questions Judged by the first attempts of officers of all academies, at most an hour ago. "
    "No question stands out. Questions are judged when at least 30 officers have answered them."
)
NOBODY_STUCK = (
    "Who is stuck Nobody is stuck. Here stand officers who have no attempt left, or who began a module and did nothing "
    "for 14 days."
)
TEACHING = f"{NOTHING_TO_MARK} {NOBODY_STUCK} {NO_HARD_ONE}"
TAKE = "Take this list as an Excel file Take this list as a CSV file"


def history_of(place: Place) -> list[UUID]:
    """One is done and certified, one failed, one began and stopped, and is late: the enrolments."""
    done, failed, idle = place.officers
    first = histories.completed(place, done, on=date(2026, 3, 1), pre=40)
    histories.certified(place, done, first, date(2026, 3, 2), date(2026, 10, 1), f"CODE-{place.academy_id}")
    second = histories.enrolled(place, failed, on=date(2026, 8, 1))
    for number in (1, 2, 3):
        histories.sat(second, failed, "final", number, 20 * number, histories.at_noon(date(2026, 8, 20 + number)))
    third = histories.enrolled(place, idle, on=date(2026, 8, 1), due_on=date(2026, 9, 10))
    histories.sat(third, idle, "pre-test", 1, 50, histories.at_noon(date(2026, 8, 5)))
    return [first, second, third]


@pytest.fixture
def filled(world: World) -> World:
    """The same at both academies."""
    histories.published("searches", "Searches")
    histories.programme()
    for place in (world.kostanay, world.karaganda):
        history_of(place)
    return world


def names(place: Place) -> list[str]:
    """What nobody of another academy may read."""
    rows = db.session.query(Identity).filter(Identity.officer_id.in_(place.officers))
    return [word for row in rows for word in (row.family_name, row.service_number)]


def links(html: str) -> list[str]:
    """The addresses that the page leads to."""
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"#]+)"', html)]


def figure(client: FlaskClient, address: str) -> str:
    """The number in the link that leads there."""
    found = re.search(rf'<a href="{re.escape(address.replace("&", "&amp;"))}">([\d,]+)</a>', client.get("/").text)
    return found[1] if found else ""


# --- officers --------------------------------------------------------------------------------------------------------


def test_an_officer_with_nothing_yet(world: World) -> None:
    client = world.signed_in(world.kostanay.accounts[0])
    assert main_text(client.get("/")) == (
        "Today You are not enrolled in any module yet. Your academy enrols you. Ask there when your training begins. "
        "To my modules → Sessions in class Certificates You have no certificates yet. When you have completed a module that "
        "gives one, you find it here."
    )
    factories.publish()
    assert "There are modules that you may choose. To my modules →" in main_text(client.get("/"))


def test_an_officer_sees_what_is_next_due_and_held(world: World) -> None:
    for module_id, due_on in (("searches", date(2026, 9, 10)), ("visits", date(2026, 10, 1))):
        factories.publish(module_id=module_id, revision_id=f"{module_id}-1", titles={"en": module_id.title()})
        factories.enrol(world.kostanay, module_id=module_id, due_on=due_on)
    factories.publish(module_id="gate", revision_id="gate-1", titles={"en": "Gate"})
    gate = factories.enrol(world.kostanay, module_id="gate")
    factories.read(world.kostanay, *factories.PARTS, module_id="gate")
    factories.sit(world.kostanay, "final", right=True, module_id="gate")
    factories.read(world.kostanay, "why")
    client = world.signed_in(world.kostanay.accounts[0])
    page = main_text(client.get("/"))
    assert page == (
        "Today How was the training? Five short statements about “Gate”, without your name. To the questionnaire → "
        "Searches How we search Part 2 of 3 · about 1 minute 25 % 25% of the module is done Continue → "
        "To be completed by a date Searches was due on Sep 10, 2026 Visits due on Oct 1, 2026 Print what is due "
        "All my modules Sessions in class Certificates Gate Get the certificate All my certificates"
    )
    histories.certified(world.kostanay, world.kostanay.officers[0], gate, NOW.date(), date(2026, 10, 5), "CODE")
    held = main_text(client.get("/")).split("Certificates ", 1)[1]
    assert held == "Searches Valid until: October 5, 2026 runs out soon All my certificates"


# --- instructors -----------------------------------------------------------------------------------------------------


def test_an_instructor_with_nothing_to_do(world: World) -> None:
    client = world.signed_in(world.kostanay.instructor)
    assert main_text(client.get("/")) == f"{TODAY} {TEACHING}"


STUCK = (
    "Who is stuck No attempt left 1 Began, and did nothing for 14 days 1 Who is stuck, and where "
    "Name Module Where Reason Last step Ермолаева Вера Searches The lesson no attempt left Aug 23, 2026 "
    "Төлегенов Нұрлан Searches The lesson nothing done for long Aug 5, 2026 See all who are stuck →"
)


def test_an_instructor_sees_who_is_stuck_and_where(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.instructor)
    page = client.get("/")
    assert main_text(page) == f"{TODAY} {NOTHING_TO_MARK} {STUCK} {NO_HARD_ONE}"
    assert [name for name in names(filled.karaganda) if name in page.text] == []
    place = f"academy={filled.kostanay.academy_id}"
    for state, name in (("idle", "Төлегенов"), ("failed", "Ермолаева")):
        address = f"/overview?{place}&state={state}&sort=active"
        assert address in links(page.text)
        behind = client.get(address).text
        assert [name in behind for name in ("Төлегенов", "Ермолаева", "Сейтқали")] == [
            name == each for each in ("Төлегенов", "Ермолаева", "Сейтқали")
        ]
    assert (
        filled.signed_in(filled.kostanay.instructor).get(f"/?academy={filled.karaganda.academy_id}").status_code == 404
    )


def test_who_waits_for_somebody_else_is_not_stuck(world: World) -> None:
    """For a result, or with fourteen days not over."""
    histories.published("searches", "Searches")
    one, two, _three = world.kostanay.officers
    for officer_id, day in ((one, 2), (two, 1)):
        enrolment_id = histories.enrolled(world.kostanay, officer_id)
        histories.sat(enrolment_id, officer_id, "pre-test", 1, 50, NOW.replace(day=day, hour=5))
    page = main_text(world.signed_in(world.kostanay.instructor).get("/"))
    assert "Began, and did nothing for 14 days 1 " in page
    assert "Ермолаева Вера Searches The lesson nothing done for long Sep 1, 2026" in page
    assert "Сейтқали" not in page


def test_hard_questions_are_judged_in_the_background(world: World) -> None:
    bank, final = test_analysis.published()
    test_analysis.everybody_sits(world, bank, final, 40)
    client = world.signed_in(world.kostanay.instructor)
    assert NO_HARD_ONE in main_text(client.get("/"))
    do_chores()
    assert [jobs.run_next(), jobs.run_next()] == [True, False]
    page = client.get("/")
    assert main_text(page).endswith(
        "at most an hour ago. Hard questions, fewest right first Question Module Right What to do "
        "What about hard? Searches 12% Hardly anybody is right. Teach it again, or put the question more clearly. "
        "What about wrong-key? Searches 50% Who does well elsewhere does worse here. Check which answer is marked right."
    )
    assert "/catalogue/searches/quiz/analysis" in links(page.text)
    do_chores()
    assert not jobs.run_next()  # nobody handed anything in since
    test_analysis.everybody_sits(world, bank, final, 1)
    do_chores()
    assert jobs.run_next()


def test_who_still_has_to_pass_a_module_sees_none_of_its_hard_questions(world: World) -> None:
    bank, final = test_analysis.published()
    test_analysis.everybody_sits(world, bank, final, 40)
    do_chores()
    jobs.run_next()
    account = world.kostanay.accounts[1]
    with transaction():
        db.session.add(RoleGranted(account_id=account, role="instructor", scope=world.kostanay.academy_id))
    client = world.signed_in(account)
    assert "What about hard?" in main_text(client.get("/"))
    factories.enrol(world.kostanay, 1)
    assert "What about hard?" not in main_text(client.get("/"))


# --- academy administrators ------------------------------------------------------------------------------------------

FIGURES = (
    "Kostanay academy Enrolments 3 Not started 0 Under way 0 Late 1 Finished 1 Failed 1 "
    "Certificates that run out within 90 days and are not renewed 1 "
    "1 enrolment is late: past its due date, and not completed. See who is late →"
)
BY_INSTITUTION = (
    "By institution Institution of kostanay "
    "By institution: Institution of kostanay Enrolments of each institution that are done, to be done, and late or failed. "
    "1 done 0 to be done 2 late or failed "
    "Enrolments, and certificates that run out within 90 days, by where officers serve now. Institution Enrolments "
    "Not started Under way Late Finished Failed Certificates running out Institution of kostanay 3 0 0 1 1 1 1"
)


def test_an_academy_where_nobody_is_enrolled(world: World) -> None:
    client = world.signed_in(world.kostanay.administrator)
    nobody = "Kostanay academy Nobody is enrolled at this academy yet. Enrol officers →"
    assert main_text(client.get("/")) == f"{TODAY} {nobody} {TEACHING}"


def test_an_administrator_sees_the_academy_at_a_glance(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    page = client.get("/")
    assert main_text(page) == (
        f"{TODAY} {FIGURES} By cohort No cohort is under way. All cohorts {BY_INSTITUTION} {NOTHING_TO_MARK} {STUCK} "
        f"{NO_HARD_ONE}"
    )
    assert [name for name in names(filled.karaganda) if name in page.text] == []
    assert client.get(f"/?academy={filled.karaganda.academy_id}").status_code == 404


def test_every_figure_leads_to_a_list_of_as_many(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    here = f"academy={filled.kostanay.academy_id}"
    at = f"institution={filled.kostanay.institution_id}"
    for address in (
        f"/overview?{here}",
        f"/overview?{here}&state=late",
        f"/overview?{here}&state=passed",
        f"/overview?{here}&{at}",
        f"/overview?{here}&state=failed&{at}",
    ):
        number = figure(client, address)
        assert f"{number} enrolment" in client.get(address).text, address
    for address in (
        f"/certificates/academy?{here}&state=running-out&sort=until",
        f"/certificates/academy?{here}&state=running-out&{at}&sort=until",
    ):
        assert (figure(client, address), "1 certificate." in client.get(address).text) == ("1", True)


def test_cohorts_under_way(world: World) -> None:
    """Each person of a cohort stands in one column; a link leads to as many."""
    factories.publish()
    place = world.kostanay
    ours = made(place, name="Autumn", module_id="searches")
    theirs = made(world.karaganda, name="Theirs", module_id="searches")
    with transaction():
        made_later = [
            officer(world.app, place.academy_id, place.institution_id, f"Яя{n}", "Т", None, f"00010{n}")[0]
            for n in (1, 2)
        ]
    joined(ours, *place.officers, *made_later)
    joined(theirs, *world.karaganda.officers)
    finished(place)
    factories.read(place, factories.PARTS[0], officer=1)
    for _attempt in range(2):
        factories.read(place, *factories.PARTS, officer=2)
        factories.sit(place, "final", right=False, officer=2)
    client = world.signed_in(place.administrator)

    def told() -> str:
        said = main_text(client.get("/"))
        return said[said.index("By cohort ") : said.index(" All cohorts")]

    heads = "Name Due People Not started Under way Late Finished Failed Certificates running out"
    chart = "Officers of each cohort who are done, have it to do, and are late or failed."
    assert told() == (
        f"By cohort Autumn By cohort: Autumn {chart} 1 done 3 to be done 1 late or failed "
        f"Cohorts under way. Officers, each once. {heads} Autumn Oct 1, 2026 5 2 1 0 1 1 0"
    )
    page = client.get("/").text
    assert "Theirs" not in page
    leads = [
        (unescape(address), number)
        for address, number in re.findall(r'href="(/cohorts/[^"?]+(?:\?[^"]*)?)">(\d+)</a>', page)
        if str(ours) in address
    ]
    assert leads == [
        (f"/cohorts/{ours}", "5"),
        (f"/cohorts/{ours}?standing=not-started", "2"),
        (f"/cohorts/{ours}?standing=started", "1"),
        (f"/cohorts/{ours}?standing=done", "1"),
        (f"/cohorts/{ours}?standing=failed", "1"),
    ]
    for address, number in leads:
        assert len(column(client.get(address).text)) == int(number), address
    with transaction():
        db.session.execute(update(Progress).where(Progress.completed_at.is_(None)).values(due_on=date(2026, 9, 1)))
    assert told().endswith("Autumn Oct 1, 2026 5 0 0 3 1 1 0")


def test_certificates_running_out_stand_by_the_cohort_in_which_they_were_earned(world: World) -> None:
    factories.publish()
    for place in (world.kostanay, world.karaganda):
        cohort_id = made(place, module_id="searches")
        joined(cohort_id, *place.officers[:2])
        finished(place)
        enrolment_id = db.session.execute(
            select(Progress.enrolment_id).where(Progress.officer_id == place.officers[0])
        ).scalar_one()
        histories.certified(
            place, place.officers[0], enrolment_id, NOW.date(), date(2026, 10, 1), f"C-{place.academy_id}"
        )
    place = world.kostanay
    page = world.signed_in(place.administrator).get("/")
    assert "Autumn Oct 1, 2026 2 1 0 0 1 0 1 All cohorts" in main_text(page)
    (address,) = re.findall(r'href="(/certificates/academy[^"]*cohort=[^"]*)">1</a>', page.text)
    listed = world.signed_in(place.administrator).get(unescape(address)).text
    assert "1 certificate." in listed


def test_certificates_renewed_or_revoked_run_out_no_more(filled: World) -> None:
    officer_id = filled.kostanay.officers[0]
    client = filled.signed_in(filled.kostanay.administrator)
    here = f"academy={filled.kostanay.academy_id}"
    address = f"/certificates/academy?{here}&state=running-out&sort=until"
    assert figure(client, address) == "1"
    again = histories.completed(filled.kostanay, officer_id, on=date(2026, 9, 1))
    histories.certified(filled.kostanay, officer_id, again, date(2026, 9, 1), date(2028, 9, 1), "CODE-NEW")
    assert figure(client, address) == ""
    assert "No certificate fits these choices." in client.get(address).text


# --- programmes ------------------------------------------------------------------------------------------------------


def test_the_academies_side_by_side(filled: World) -> None:
    client = filled.signed_in(filled.programme_administrator)
    page = client.get("/")
    assert main_text(page) == (
        "Today Joint programme Until September 15, 2026. Trained 2 Improved 2 Valid certificate 2 Participations 2 "
        "Karaganda training centre Academies side by side: Karaganda training centre "
        "Officers trained, and those of them who improved. 1 trained 1 improved "
        "Kostanay academy Academies side by side: Kostanay academy "
        "Officers trained, and those of them who improved. 1 trained 1 improved "
        "Academies side by side. Each person once at each academy: these rows may not be added up. "
        "Academy Trained Improved Valid certificate Participations "
        "Karaganda training centre 1 1 1 1 Kostanay academy 1 1 1 1 All figures of this programme → "
        "Questionnaires, academies side by side"
    )
    behind = f"/programmes/joint/people/trained?until=2026Q3&academy={filled.karaganda.academy_id}"
    assert behind in links(page.text)
    assert str(filled.karaganda.officers[0]) in client.get(behind).text
    everybody = names(filled.kostanay) + names(filled.karaganda)
    assert [name for name in everybody if name in page.text] == []


def test_a_monitor_reaches_figures_and_never_a_name(filled: World) -> None:
    client = filled.signed_in(filled.monitor)
    assert main_text(client.get("/")) == (
        "Today Joint programme Until September 15, 2026. All numbers are rounded down to tens, and none about fewer than ten "
        "people is shown. Trained under 10 Improved under 10 Valid certificate under 10 Participations under 10 "
        "Academies side by side. Each person once at each academy: these rows may not be added up. "
        "Academy Trained Improved Valid certificate Participations "
        "Karaganda training centre under 10 under 10 under 10 under 10 Kostanay academy under 10 under 10 under 10 under 10 "
        "All figures of this programme → Questionnaires, academies side by side"
    )
    secret = [
        *names(filled.kostanay), *names(filled.karaganda), *map(str, filled.kostanay.officers), "Kostanay-", "Karaganda-",
    ]  # fmt: skip
    waiting, seen = ["/"], set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert [word for word in secret if word in answer.text] == [], address
        waiting += [each for each in links(answer.text) if each.startswith("/") and each not in seen]
    assert {"/programmes/joint", "/questionnaires/academies"} <= seen
    assert 'href="/questionnaires/academies"' in client.get("/programmes/joint").text
    assert len(seen) < 30


def test_no_programme_yet(world: World) -> None:
    for account in (world.programme_administrator, world.monitor):
        assert (
            main_text(world.signed_in(account).get("/"))
            == "Today There is no programme yet. Questionnaires, academies side by side"
        )


# --- several roles ---------------------------------------------------------------------------------------------------


def test_who_has_several_roles_sees_what_belongs_to_each(filled: World) -> None:
    account = filled.kostanay.accounts[2]
    with transaction():
        db.session.add(RoleGranted(account_id=account, role="academy-administrator", scope=filled.karaganda.academy_id))
        db.session.add(RoleGranted(account_id=account, role="instructor", scope=filled.kostanay.academy_id))
        db.session.add(RoleGranted(account_id=account, role="monitor", scope=None))
    client = filled.signed_in(account)
    parts = ("All my modules", "Enrolments 3", "Who is stuck", "Hard questions", "Joint programme")
    for academy, there in ((filled.karaganda, parts), (filled.kostanay, parts[:1] + parts[2:])):
        page = client.get(f"/?academy={academy.academy_id}")
        assert tuple(part for part in parts if part in main_text(page)) == there
        assert page.text.count('class="button"') == 1  # one thing to do, however many roles
    with transaction():
        db.session.query(RoleGranted).filter(RoleGranted.account_id == account).delete()
    assert "Joint programme" not in main_text(filled.signed_in(account).get("/"))


def test_who_has_no_role_is_told_so(world: World) -> None:
    with transaction():
        db.session.query(RoleGranted).filter(RoleGranted.account_id == world.monitor).delete()
    assert world.signed_in(world.monitor).get("/").status_code == 403


@pytest.mark.parametrize("who", ["administrator", "instructor"])
def test_the_first_page_asks_as_often_for_three_as_for_one(world: World, who: str) -> None:
    histories.published("searches", "Searches")
    client = world.signed_in(getattr(world.kostanay, who))

    def stuck(officer_id: UUID) -> None:
        enrolment_id = histories.enrolled(world.kostanay, officer_id)
        histories.sat(enrolment_id, officer_id, "pre-test", 1, 50, histories.at_noon(date(2026, 8, 5)))

    stuck(world.kostanay.officers[0])
    client.get("/")  # so that the look is written down and the revision in memory
    one = factories.count_queries(lambda: client.get("/"))
    for officer_id in world.kostanay.officers[1:]:
        stuck(officer_id)
    assert factories.count_queries(lambda: client.get("/")) == one


# --- lists -----------------------------------------------------------------------------------------------------------


def column(html: str, number: int = 0) -> list[str]:
    """What a column of the last table says; nothing where no table is."""
    rows = re.findall(r"<tr>.*?</tr>", html.rpartition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)[number] for row in rows]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]


def test_the_overview_sorts_by_its_headings(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    by_name = ["Ермолаева Вера", "Сейтқали Айгүл", "Төлегенов Нұрлан"]
    vera, aigul, nurlan = by_name
    orders = {
        "name": by_name,
        "-name": by_name[::-1],
        "active": [aigul, nurlan, vera],
        "-active": [vera, nurlan, aigul],
        "due": [nurlan, vera, aigul],
        "-score": [aigul, vera, nurlan],
        "state": [vera, nurlan, aigul],
        "nonsense": by_name,
    }
    assert {sort: column(client.get(f"/overview?sort={sort}").text) for sort in orders} == orders
    page = client.get("/overview?sort=-score").text
    assert re.findall(r'aria-sort="(\w+)"><a href="([^"]+)">([^<]+)', page) == [
        ("descending", f"/overview?sort=score&amp;academy={filled.kostanay.academy_id}", "Best score ")
    ]


def sheets(client: FlaskClient, address: str, **data: str) -> list[list[str]]:
    """What is taken along, the same as a CSV and an Excel file."""
    path, query = address.split("?")
    answers = [client.post(f"{path}.{form}?{query}", data=data) for form in ("csv", "xlsx")]
    assert [answer.status_code for answer in answers] == [200, 200]
    rows = list(csv.reader(io.StringIO(answers[0].data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert CalamineWorkbook.from_filelike(io.BytesIO(answers[1].data)).get_sheet_by_index(0).to_python() == rows
    return rows


def test_the_overview_is_taken_along_as_it_is_seen(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    heads = [
        "Family name",
        "Given name",
        "Service number",
        "Module",
        "State",
        "Due",
        "Last step",
        "Attempts",
        "Best score",
    ]
    vera = ["Ермолаева", "Вера", "000002", "Searches", "failed, no attempt left", "", "2026-08-23", "3", "60"]
    nurlan = ["Төлегенов", "Нұрлан", "000003", "Searches", "late", "2026-09-10", "2026-08-05", "0", ""]
    aigul = ["Сейтқали", "Айгүл", "000001", "Searches", "passed", "", "2026-03-01", "1", "90"]
    assert sheets(client, "/overview/list?sort=-active") == [heads, vera, nurlan, aigul]
    assert sheets(client, "/overview/list?state=late") == [heads, nurlan]
    assert sheets(client, "/overview/list?sort=name", search="Ермол") == [heads, vera]
    assert client.post("/overview/list.pdf").status_code == 404
    elsewhere = f"academy={filled.karaganda.academy_id}"
    assert client.post(f"/overview/list.csv?{elsewhere}").status_code == 404
    assert sheets(client, f"/overview/list?institution={filled.karaganda.institution_id}") == [heads]
    assert filled.signed_in(filled.kostanay.instructor).post("/overview/list.csv").status_code == 403


def test_certificates_are_listed_sorted_and_taken_along(filled: World) -> None:
    place = filled.kostanay
    second = histories.completed(place, place.officers[1], on=date(2026, 9, 1))
    histories.certified(place, place.officers[1], second, date(2026, 9, 1), date(2026, 9, 14), "CODE-X")
    client = filled.signed_in(place.administrator)
    aigul, vera = "Сейтқали Айгүл", "Ермолаева Вера"
    wanted = {
        "": [vera, aigul],
        "sort=issued": [aigul, vera],
        "sort=until": [vera, aigul],
        "sort=-name": [aigul, vera],
        "state=valid": [aigul],
        "state=running-out": [aigul],
        "state=expired": [vera],
        f"institution={place.institution_id}": [vera, aigul],
        f"institution={filled.karaganda.institution_id}": [],
        "institution=none": [],
        "state=nonsense&sort=nonsense&institution=nonsense": [vera, aigul],
    }
    assert {query: column(client.get(f"/certificates/academy?{query}").text) for query in wanted} == wanted
    heads = ["Name", "Module", "Date of issue", "Valid until", "Certificate code", "State"]
    first = [aigul, "Searches", "2026-03-02", "2026-10-01", f"CODE-{place.academy_id}", "runs out soon"]
    other = [vera, "Searches", "2026-09-01", "2026-09-14", "CODE-X", "expired"]
    assert sheets(client, "/certificates/academy/list?sort=issued") == [heads, first, other]
    assert sheets(client, "/certificates/academy/list?state=expired") == [heads, other]
    elsewhere = f"academy={filled.karaganda.academy_id}"
    assert client.post(f"/certificates/academy/list.csv?{elsewhere}").status_code == 404
    assert filled.signed_in(place.instructor).post("/certificates/academy/list.csv").status_code == 403


def test_certificates_are_chosen_by_cohort(world: World) -> None:
    factories.publish()
    place, other = world.kostanay, world.karaganda
    ours = {}
    for at in (place, other):
        cohort_id, _empty = made(at, module_id="searches"), made(at, name="Birch", module_id="searches")
        ours[at] = cohort_id
        joined(cohort_id, at.officers[0])
        taken = db.session.query(CohortTakes.enrolment_id).filter_by(cohort_id=cohort_id).scalar()
        histories.certified(at, at.officers[0], taken, date(2026, 9, 2), date(2026, 10, 1), f"IN-{at.academy_id}")
        outside = histories.completed(at, at.officers[1], on=date(2026, 9, 1))
        histories.certified(at, at.officers[1], outside, date(2026, 9, 1), date(2026, 9, 14), f"OUT-{at.academy_id}")
    client = world.signed_in(place.administrator)
    aigul, vera = "Сейтқали Айгүл", "Ермолаева Вера"
    wanted = {
        "sort=name": [vera, aigul],
        f"cohort={ours[place]}": [aigul],
        f"cohort={ours[place]}&state=expired": [],
        f"cohort={ours[other]}": [],
        "cohort=nonsense&sort=name": [vera, aigul],
    }
    assert {query: column(client.get(f"/certificates/academy?{query}").text) for query in wanted} == wanted
    page = client.get(f"/certificates/academy?cohort={ours[place]}").text
    assert f'<option value="{ours[place]}" selected>Autumn' in page
    assert (str(ours[other]) in page, "Birch" in page) == (False, True)
    assert "No certificate fits these choices." in client.get("/certificates/academy?institution=none").text
    assert [row[0] for row in sheets(client, f"/certificates/academy/list?cohort={ours[place]}")] == ["Name", aigul]


def test_who_serves_nowhere_yet_is_a_link(filled: World) -> None:
    with transaction():
        for place in (filled.kostanay, filled.karaganda):
            db.session.query(Officer).filter(Officer.id.in_(place.officers[:2])).update({"institution_id": None})
    client = filled.signed_in(filled.kostanay.administrator)
    here = f"academy={filled.kostanay.academy_id}&institution=none"
    wanted = {f"/overview?{here}": ["Ермолаева Вера", "Сейтқали Айгүл"]}
    wanted |= {f"/overview?academy={filled.kostanay.academy_id}&state=failed&institution=none": ["Ермолаева Вера"]}
    assert [figure(client, address) for address in wanted] == ["2", "1"]
    assert {address: column(client.get(address).text) for address in wanted} == wanted
    assert '<option value="none" selected>No institution yet' in client.get(f"/overview?{here}").text
    assert [row[2] for row in sheets(client, f"/overview/list?{here}")] == ["Service number", "000002", "000001"]


def links_of_headings(page: str) -> list[tuple[str, str]]:
    """By which heading a list is sorted, and the order that each heading leads to."""
    found = re.findall(r'<th scope="col"[^>]*?(?: aria-sort="(\w+)")?><a href="[^"]*?sort=([-\w]+)', page)
    return [(order, sort) for order, sort in found]


def test_cohorts_sort_and_are_taken_along(world: World) -> None:
    factories.publish()
    place, other = world.kostanay, world.karaganda
    early = {"starts_on": date(2026, 8, 1), "due_on": date(2026, 9, 20)}
    autumn = made(place, module_id="searches", instructors=(place.instructor,))
    made(place, name="Birch", module_id="searches", **early)
    joined(autumn, *place.officers)
    joined(made(other, name="Theirs", module_id="searches"), *other.officers)
    client = world.signed_in(place.administrator)
    orders = {
        "": ["Autumn", "Birch"],
        "sort=name": ["Autumn", "Birch"],
        "sort=-name": ["Birch", "Autumn"],
        "sort=start": ["Birch", "Autumn"],
        "sort=due": ["Birch", "Autumn"],
        "sort=nonsense": ["Autumn", "Birch"],
    }
    assert {query: column(client.get(f"/cohorts?{query}").text) for query in orders} == orders
    page = client.get("/cohorts?state=running&sort=-name").text
    assert links_of_headings(page) == [("descending", "name"), ("", "start"), ("", "due")]
    assert f"/cohorts?sort=due&academy={other.academy_id}" not in page
    assert "/cohorts?sort=due&state=running" in links(page)
    heads = ["Name", "What it takes", "Academy", "First day", "Due", "People", "Finished", "Late", "Instructors"]
    first = ["Autumn", "Searches", "Kostanay academy", "2026-09-01", "2026-10-01", "3", "0", "0", "Kostanay-Instructor"]
    second = ["Birch", "Searches", "Kostanay academy", "2026-08-01", "2026-09-20", "0", "0", "0", ""]
    assert sheets(client, "/cohorts/list?sort=due") == [heads, second, first]
    assert sheets(client, "/cohorts/list?state=over") == [heads]
    assert sheets(client, f"/cohorts/list?academy={other.academy_id}") == [heads]
    assert client.post("/cohorts/list.pdf").status_code == 404
    instructor = world.signed_in(place.instructor)
    assert TAKE not in main_text(instructor.get("/cohorts"))
    assert instructor.post("/cohorts/list.csv").status_code == 403
    looked = ("cohorts as a file", place.academy_id, place.administrator, 2)
    assert looks_at_files() == [looked, looked]


def test_sessions_are_chosen_sorted_and_taken_along(world: World) -> None:
    factories.publish()
    place, other = world.kostanay, world.karaganda
    hold(other, title="Theirs")
    week = hold(place)
    listed(place, week, 0, 1)
    hold(place, title="Forum", kind=Kind.FORUM, module_id=None, first_day=date(2026, 9, 21), last_day=date(2026, 9, 21))
    hold(place, title="Before", first_day=date(2026, 9, 1), last_day=date(2026, 9, 2))
    client = world.signed_in(place.instructor)
    wanted = {
        "": ["Forum", "Week in class", "Before"],
        "sort=days": ["Before", "Week in class", "Forum"],
        "sort=title": ["Before", "Forum", "Week in class"],
        "state=coming": ["Forum"],
        "state=running": ["Week in class"],
        "state=over": ["Before"],
        "kind=session&sort=title": ["Before", "Week in class"],
        "state=nonsense&kind=nonsense&academy=nonsense&sort=nonsense": ["Forum", "Week in class", "Before"],
        f"academy={other.academy_id}": [],
    }
    assert {query: column(client.get(f"/sessions?{query}").text) for query in wanted} == wanted
    assert "No session fits these choices." in client.get("/sessions?kind=visit").text
    page = client.get("/sessions?kind=session").text
    assert links_of_headings(page) == [("", "title"), ("descending", "days")]
    assert "/sessions?sort=title&kind=session" in links(page)
    heads = [
        "Title", "First day", "Last day", "What it is", "Module", "Academy", "Seats", "Seats taken", "Waiting", "State",
    ]  # fmt: skip
    here = ["Session in class", "Searches", "Kostanay academy", "20"]
    before = ["Before", "2026-09-01", "2026-09-02", *here, "0", "0", ""]
    running = ["Week in class", "2026-09-14", "2026-09-18", *here, "2", "0", ""]
    assert sheets(client, "/sessions/list?kind=session&sort=days") == [heads, before, running]
    assert sheets(client, f"/sessions/list?academy={other.academy_id}") == [heads]
    assert world.signed_in(world.monitor).post("/sessions/list.csv").status_code == 403


def looks_at_files() -> list[tuple[object, ...]]:
    """Of which lists a file was made, as it is written down."""
    db.session.rollback()
    seen = db.session.query(NamesSeen).filter(NamesSeen.what.endswith("as a file"))
    return sorted(((row.what, row.academy_id, row.account_id, row.how_many) for row in seen), key=str)


def test_officers_of_a_cohort_sort_and_are_taken_along(world: World) -> None:
    factories.publish()
    place, other = world.kostanay, world.karaganda
    cohort_id = made(place, module_id="searches")
    theirs = made(other, name="Theirs", module_id="searches")
    joined(cohort_id, *place.officers)
    joined(theirs, *other.officers)
    finished(place)
    with transaction():
        db.session.query(Officer).filter(Officer.id == place.officers[1]).update({"institution_id": None})
    client = world.signed_in(place.administrator)
    address = f"/cohorts/{cohort_id}"

    def numbers(query: str) -> list[str]:
        return column(client.get(f"{address}?{query}").text, 1)

    orders = {
        "": ["000002", "000001", "000003"],
        "sort=-name": ["000003", "000001", "000002"],
        "sort=number": ["000001", "000002", "000003"],
        "sort=-number": ["000003", "000002", "000001"],
        "sort=institution": ["000001", "000003", "000002"],
        "sort=-institution": ["000001", "000003", "000002"],
        "sort=standing": ["000001", "000002", "000003"],
        "sort=-done": ["000001", "000002", "000003"],
        "institution=none": ["000002"],
        "sort=nonsense&institution=nonsense": ["000002", "000001", "000003"],
    }
    assert {query: numbers(query) for query in orders} == orders
    page = client.get(f"{address}?sort=-done&standing=done").text
    assert links_of_headings(page) == [
        ("", "name"), ("", "number"), ("", "institution"), ("", "standing"), ("descending", "done"),
    ]  # fmt: skip
    heads = [
        "Family name", "Given name", "Patronymic", "Service number", "Institution", "State", "Modules done", "Searches",
    ]  # fmt: skip
    aigul = ["Сейтқали", "Айгүл", "", "000001", "Institution of kostanay", "done", "1", "done"]
    vera = ["Ермолаева", "Вера", "", "000002", "", "not started", "0", "not started"]
    nurlan = ["Төлегенов", "Нұрлан", "", "000003", "Institution of kostanay", "not started", "0", "not started"]
    assert sheets(client, f"{address}/list?sort=number") == [heads, aigul, vera, nurlan]
    assert sheets(client, f"{address}/list?standing=done") == [heads, aigul]
    assert sheets(client, f"{address}/list?institution={other.institution_id}") == [heads]
    looked = [(f"cohort {cohort_id} as a file", place.academy_id, place.administrator, count) for count in (1, 1, 3, 3)]
    assert looks_at_files() == looked
    assert client.post(f"{address}/list.pdf").status_code == 404
    assert client.post(f"/cohorts/{theirs}/list.csv").status_code == 404
    assert world.signed_in(place.instructor).post(f"{address}/list.csv").status_code == 403
    with clock.stopped_at(NOW + timedelta(days=20)):
        later = world.signed_in(place.administrator)
        rows = sheets(later, f"{address}/list?sort=standing&standing=late")
        assert [row[3:] for row in rows[1:]] == [
            ["000002", "", "late", "0", "late"],
            ["000003", "Institution of kostanay", "late", "0", "late"],
        ]


def test_officers_sort_and_are_taken_along(world: World) -> None:
    place = world.kostanay
    with transaction():
        record = db.session.query(Officer).filter(Officer.id == place.officers[1])
        record.update({"institution_id": None, "rank": "капитан", "is_test": True})
    client = world.signed_in(place.administrator)
    orders = {
        "": ["000002", "000001", "000003"],
        "sort=-name": ["000003", "000001", "000002"],
        "sort=-number": ["000003", "000002", "000001"],
        "sort=institution": ["000001", "000003", "000002"],
        "sort=rank": ["000002", "000001", "000003"],
        "sort=-rank": ["000001", "000003", "000002"],
        "sort=nonsense": ["000002", "000001", "000003"],
    }
    assert {query: column(client.get(f"/officers?{query}").text, 1) for query in orders} == orders
    page = client.get("/officers?sort=number").text
    assert links_of_headings(page) == [("", "name"), ("ascending", "-number"), ("", "institution"), ("", "rank")]
    heads = [
        "Family name", "Given name", "Patronymic", "Service number", "Institution", "Rank", "Account", "Notes",
    ]  # fmt: skip
    rest = ["Institution of kostanay", "сержант", "has no password yet", ""]
    aigul = ["Сейтқали", "Айгүл", "", "000001", *rest]
    vera = ["Ермолаева", "Вера", "", "000002", "", "капитан", "has no password yet", "for trying out"]
    nurlan = ["Төлегенов", "Нұрлан", "", "000003", *rest]
    assert sheets(client, "/officers/list?sort=number") == [heads, aigul, vera, nurlan]
    assert sheets(client, "/officers/list?sort=-name") == [heads, nurlan, aigul, vera]
    looked = ("officers as a file", place.academy_id, place.administrator, 3)
    assert looks_at_files() == [looked] * 4
    assert client.post("/officers/list.pdf").status_code == 404
    theirs = world.signed_in(world.karaganda.administrator)
    assert [row[3] for row in sheets(theirs, "/officers/list?sort=number")[1:]] == ["000004", "000005", "000006"]
    assert world.signed_in(place.instructor).post("/officers/list.csv").status_code == 403


def test_officers_are_chosen_and_searched_in_any_order_and_taken_along(world: World) -> None:
    place, theirs = world.kostanay, world.signed_in(world.karaganda.administrator)
    names = {"en": "Yellow colony", "ru": "5-я колония"}
    with transaction():
        # Its code stands before the other's; its name does in Russian only.
        colony = Institution(country="KZ", code="a", names=names, region="Kostanay")
        db.session.add(colony)
        db.session.flush()
        moved, unplaced = place.officers[2], place.officers[0]
        db.session.query(Officer).filter(Officer.id == moved).update({"institution_id": colony.id})
        db.session.query(Officer).filter(Officer.id == unplaced).update({"institution_id": None})
        accounts = db.session.query(Account)
        accounts.filter(Account.officer_id == moved).update({"password_hash": "x"})
        accounts.filter(Account.officer_id == unplaced).update({"password_hash": "x", "disabled_at": clock.now()})
    client = world.signed_in(place.administrator)
    orders = {
        "sort=institution": ["000002", "000003", "000001"],
        "sort=-institution": ["000003", "000002", "000001"],
        f"institution={colony.id}": ["000003"],
        "institution=none": ["000001"],
        f"institution={world.karaganda.institution_id}": [],
        "account=active": ["000003"],
        "account=no-password": ["000002"],
        "account=disabled": ["000001"],
        "account=nonsense&institution=nonsense": ["000002", "000001", "000003"],
    }
    assert {query: column(client.get(f"/officers?{query}").text, 1) for query in orders} == orders
    with transaction():
        db.session.query(Account).filter(Account.id == place.administrator).update({"language": "ru"})
    assert column(client.get("/officers?sort=institution").text, 1) == ["000003", "000002", "000001"]
    assert column(client.post("/officers", data={"search": "0"}).text, 1) == []
    with transaction():
        for n in range(7, 60):
            officer(world.app, place.academy_id, colony.id, "Ермолаев", f"Имя{n}", None, f"{n:06}")
    every = ["000002", *(f"{n:06}" for n in range(7, 60))][::-1]
    pages = [client.post(f"/officers?page={n}", data={"search": "ермол", "sort": "-number"}).text for n in (1, 2, 3)]
    assert [column(page, 1) for page in pages] == [every[:50], every[50:], []]
    assert links_of_headings(pages[0]) == []
    chosen = {"search": "ермол", "account": "no-password", "institution": str(place.institution_id)}
    assert column(client.post("/officers", data=chosen).text, 1) == ["000002"]
    taken = sheets(client, f"/officers/list?sort=-number&institution={colony.id}", search="ермол")
    assert [row[3] for row in taken[1:]] == every[:-1]
    assert column(theirs.post("/officers", data={"search": "ермол"}).text, 1) == []
    assert sheets(theirs, "/officers/list?sort=number", search="ермол")[1:] == []
