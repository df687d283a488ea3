"""What courses show on a first page: what an officer goes on with, who is stuck, and which questions are hard."""

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from elearn.courses.queries import mine, progress, published, stuck
from elearn.courses.rules.standing import IDLE, Stuck
from elearn.foundation import clock
from elearn.foundation.locale import current_language
from elearn.foundation.web import Asked
from elearn.people.rules.roles import Permission
from elearn.people.service import looks
from elearn.quizzes.queries import banks, judging
from elearn.quizzes.rules.analysis import Verdict

_MOST = 8  # lines of a list: the page behind it has the others
_FEW = 5
_VERDICTS = {
    Verdict.NEGATIVE: _l("Who does well elsewhere does worse here. Check which answer is marked right."),
    Verdict.STRONG_CHOOSE_WRONG: _l("Who does well elsewhere chooses a wrong answer. Check whether it is wrong."),
    Verdict.TOO_HARD: _l("Hardly anybody is right. Teach it again, or put the question more clearly."),
    Verdict.LOW: _l("It hardly tells who knows it from who does not."),
}


def go_on(asked: Asked) -> str:
    """What an officer does next, and what is due: whoever learns has that to do first."""
    asked.stands_out()
    return render_template("courses/first.html", desk=mine.desk(current_user.officer_id))


def who_is_stuck(asked: Asked) -> str:
    """Officers of the academy who do not get on, where, and since when."""
    if not (asked.academy and current_user.may(Permission.ASSESS, asked.academy.id)):
        return ""
    counts, lines = stuck.at_academy(asked.academy.id, clock.now(), _MOST)
    looks.note(current_user.account_id, asked.academy.id, "first page", len(lines))
    return render_template(
        "courses/stuck.html", asked=asked, counts=counts, lines=lines, Stuck=Stuck, days=IDLE.days,
        local_date=clock.local_date,
    )  # fmt: skip


def hard_questions(asked: Asked) -> str:
    """Questions over which officers of all academies stumble, as they were judged last. Who may see no key sees none of them."""
    modules = {module.revision_id: module for module in published.catalogue()}
    if current_user.officer_id:
        closed = progress.to_pass(current_user.officer_id)
        modules = {key: module for key, module in modules.items() if module.module_id not in closed}
    rows = judging.hard(list(modules), _FEW)
    texts = {row.bank_id: banks.words(row.bank_id, current_language()) for row in rows}
    return render_template(
        "courses/hard.html", asked=asked, rows=rows, modules=modules, texts=texts, verdicts=_VERDICTS
    )
