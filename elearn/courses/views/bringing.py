"""Bringing questions from other systems: a file goes in, the text of quiz.md comes back. Nothing is kept here."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from elearn.courses.forms import BringForm
from elearn.courses.queries import published
from elearn.courses.rules.module import Published
from elearn.courses.service import bringing
from elearn.courses.views.common import blueprint
from elearn.foundation.access import requires
from elearn.foundation.locale import pick
from elearn.foundation.web import takes
from elearn.people.rules.roles import Permission
from elearn.quizzes.formats.exchange import LARGEST, MOST_QUESTIONS, Refused
from elearn.quizzes.formats.registry import READABLE, UNCLEAR
from elearn.quizzes.queries import banks

_DIFFICULTIES = (("1", _l("easy")), ("2", _l("middling")), ("3", _l("hard")))
_LATER = ("", _l("to be said later"))


@blueprint.get("/catalogue/<module_id>/quiz/import")
@requires(Permission.PREVIEW)
def bring(module_id: str) -> str:
    module = _module(module_id)
    return _page(module, _form(module))


@blueprint.post("/catalogue/<module_id>/quiz/import")
@requires(Permission.PREVIEW)
@takes(megabytes=12)
def look_at(module_id: str) -> str:
    module = _module(module_id)
    form = _form(module)
    if not form.validate():
        return _page(module, form)
    wishes = form.wishes(module.objectives, module.source)
    brought = bringing.bring(form.file.data.read(), form.file.data.filename or "", wishes)
    if isinstance(brought, Refused):
        _explain(form, brought)
        return _page(module, form)
    return _page(module, form, brought=brought, there=banks.bank(module.revision_id))


@blueprint.post("/catalogue/<module_id>/quiz/import/quiz.md")
@requires(Permission.PREVIEW)
@takes(megabytes=40)
def download_brought(module_id: str) -> Response:
    """The text that the page showed, as a file."""
    _module(module_id)
    text = request.form.get("text", "").replace("\r\n", "\n")
    answer = Response(text.encode(errors="replace"), mimetype="text/markdown")
    answer.headers["Content-Disposition"] = "attachment; filename=quiz.md"
    return answer


def _module(module_id: str) -> Published:
    return published.current(module_id) or abort(404)


def _form(module: Published) -> BringForm:
    form = BringForm()
    objectives = [(name, pick(words, module.source).words) for name, words in module.objectives.items()]
    form.file_format.choices = [("", _l("to be found out")), *((name, each.label) for name, each in READABLE.items())]
    form.objective.choices = [_LATER, *objectives]
    form.difficulty.choices = [_LATER, *_DIFFICULTIES]
    return form


def _explain(form: BringForm, refused: Refused) -> None:
    """At the field where one can do something about it."""
    sentence = " ".join(_(each, **refused.values) for each in (refused.fault.what, refused.fault.remedy))
    if refused.line > 1:
        sentence = _("Line %(line)d: %(sentence)s", line=refused.line, sentence=sentence)
    field = form.file_format if refused.fault is UNCLEAR else form.file
    field.errors = [sentence]


def _page(module: Published, form: BringForm, **more: Any) -> str:
    limits = {"largest": LARGEST // 1_000_000, "most": MOST_QUESTIONS, "shown_at_most": bringing.MOST_SHOWN}
    return render_template("courses/bring.html", module=module, form=form, **limits, **more)
