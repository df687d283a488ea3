"""Pages of courses: the officer's modules, the reader, scenarios, enrolment, and the catalogue for those who preview."""

from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses import forms
from elearn.courses.queries import enrolment as enrolling
from elearn.courses.queries import mine, plays, progress, published
from elearn.courses.queries.published import NotPublished
from elearn.courses.rules.enrolling import Lookup, OwnChoice
from elearn.courses.rules.module import Part, Published, RenderedPage
from elearn.courses.rules.standing import Enrolment, NotOpen
from elearn.courses.service import enrolment as enrolment_service
from elearn.courses.service import papers, reading, scenario
from elearn.foundation import clock, ids
from elearn.foundation.access import public, requires
from elearn.foundation.locale import current_language, pick
from elearn.foundation.web import writes
from elearn.people.rules import Permission

blueprint = Blueprint("courses", __name__, template_folder="templates")


@blueprint.get("/modules")
@requires(Permission.LEARN)
def home() -> str:
    return render_template("courses/home.html", desk=mine.desk(current_user.officer_id))


@blueprint.get("/modules/<module_id>")
@requires(Permission.LEARN)
def module(module_id: str) -> str:
    enrolment = progress.of_module(current_user.officer_id, module_id)
    if enrolment:
        page = mine.module_page(enrolment)
        return render_template("courses/module.html", page=page, local_date=clock.local_date)
    offered = published.current(module_id) or abort(404)
    return render_template("courses/offer.html", offer=mine.offer(current_user.officer_id, offered))


@blueprint.post("/modules/<module_id>/enrol")
@requires(Permission.LEARN)
@writes
def enrol_oneself(module_id: str) -> Response:
    wanted = published.current(module_id) or abort(404)
    answer = enrolment_service.choose(current_user.officer_id, wanted, current_user.account_id)
    if answer is OwnChoice.GRANTED:
        flash(_("You are enrolled. Start whenever you like."), "ok")
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.get("/modules/<module_id>/print")
@requires(Permission.LEARN)
def print_module(module_id: str) -> str:
    _enrolment, module = _enrolled(module_id)
    lessons = [(part, _lesson(module, part)) for part in module.contents if not part.is_scenario]
    return render_template("courses/print.html", module=module, lessons=lessons)


@blueprint.get("/modules/<module_id>/<part_id>")
@requires(Permission.LEARN)
def part(module_id: str, part_id: str) -> str:
    enrolment, module = _enrolled(module_id)
    part = module.part(part_id) or abort(404)
    frame = {"module": module, "part": part, "done": enrolment.done}
    if part.is_scenario:
        return render_template("courses/scenario.html", **frame, now=_situation(enrolment, module, part))
    return render_template("courses/lesson.html", **frame, page=_lesson(module, part))


def _situation(enrolment: Enrolment, module: Published, part: Part) -> plays.Situation:
    """Where the officer's last play stands; a new one at its first scene when there is none, or another is wanted."""
    latest = None if "again" in request.args else plays.latest(enrolment.id, module.revision_id, part.id)
    play_id, path = (latest.id, latest.path) if latest else (ids.new(), ())
    return plays.situation(module, module.scenarios[part.id], play_id, path, current_language())


@blueprint.post("/modules/<module_id>/<part_id>")
@requires(Permission.LEARN)
@writes
def part_done(module_id: str, part_id: str) -> Response:
    enrolment, module = _enrolled(module_id)
    part = module.part(part_id) or abort(404)
    if part.is_scenario:
        abort(404)  # is done when an ending was reached, not when somebody says so
    reading.part_done(
        officer_id=enrolment.officer_id,
        enrolment_id=enrolment.id,
        revision_id=module.revision_id,
        part_id=part.id,
        language=_lesson(module, part).language,
    )
    if following := module.after(part):
        return redirect(url_for(".part", module_id=module_id, part_id=following.id), 303)
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.post("/modules/<module_id>/<part_id>/choice")
@requires(Permission.LEARN)
@writes
def choose(module_id: str, part_id: str) -> Response:
    enrolment, module = _enrolled(module_id)
    played = module.scenarios.get(part_id) or abort(404)
    decision = forms.decision(request.form) or abort(400)
    own = scenario.choose(
        enrolment,
        module,
        played,
        play_id=decision.play_id,
        step=decision.step,
        scene_id=decision.scene_id,
        choice=decision.choice,
        language=current_language(),
    )
    return redirect(url_for(".part", module_id=module_id, part_id=part_id), 303) if own else abort(404)


@blueprint.post("/modules/<module_id>/papers/<paper>")
@requires(Permission.LEARN)
@writes
def start_paper(module_id: str, paper: str) -> Response:
    enrolment, module = _enrolled(module_id)
    blueprint = module.papers.get(paper) or abort(404)
    begun = papers.start(enrolment, module, blueprint)
    if isinstance(begun, UUID):
        return redirect(url_for("quizzes.attempt", attempt_id=begun), 303)
    flash(str(_WHY_NOT[begun]), "due")
    return redirect(url_for(".module", module_id=module_id), 303)


_WHY_NOT = {
    NotOpen.PARTS: _l("The final assessment opens when all lessons and scenarios are done."),
    NotOpen.PASSED: _l("You have passed the final assessment already."),
    NotOpen.NO_ATTEMPT: _l("There is no attempt left."),
    NotOpen.TOO_LATE: _l("The pre-test is for the time before the first lesson. You have begun to learn already."),
}


def _enrolled(module_id: str) -> tuple[Enrolment, Published]:
    """The visitor's enrolment in the module, and the revision that the visitor reads; 404 without one."""
    enrolment = progress.of_module(current_user.officer_id, module_id) or abort(404)
    return enrolment, published.revision(enrolment.revision_id)


def _lesson(module: Published, part: Part) -> RenderedPage:
    return published.lesson(module.revision_id, part.id, current_language())


@blueprint.get("/enrolment")
@requires(Permission.ENROL)
def enrolment() -> str:
    return _enrolment_page(_enrolment_form(), None)


@blueprint.post("/enrolment")
@requires(Permission.ENROL)
@writes
def enrol() -> Response | str:
    form = _enrolment_form()
    if not form.validate():
        return _enrolment_page(form, None)
    by = {"keys": current_app.config["KEYS"], "by_account": current_user.account_id}
    if "enrol" not in request.form:
        return _enrolment_page(form, enrolment_service.look_up(form.pasted(), **by))
    lookup, count = enrolment_service.enrol_list(form.pasted(), **by)
    if not count:
        return _enrolment_page(form, lookup)
    flash(ngettext("%(num)d officer is enrolled.", "%(num)d officers are enrolled.", count), "ok")
    return redirect(url_for(".enrolment"), 303)


def _enrolment_form() -> forms.EnrolmentForm:
    """With the academies for which the visitor may enrol, and the modules there are."""
    form = forms.EnrolmentForm()
    places = enrolling.places(current_user.scopes(Permission.ENROL))
    form.academy.choices = [(str(place.id), pick(place.names).words) for place in places]
    form.module.choices = [(each.module_id, pick(each.titles, each.source).words) for each in published.catalogue()]
    return form


def _enrolment_page(form: forms.EnrolmentForm, lookup: Lookup | None) -> str:
    return render_template("courses/enrolment.html", form=form, lookup=lookup)


@blueprint.get("/catalogue")
@requires(Permission.PREVIEW)
def catalogue() -> str:
    return render_template("courses/catalogue.html", modules=published.catalogue())


@blueprint.get("/catalogue/<module_id>")
@requires(Permission.PREVIEW)
def preview(module_id: str) -> str:
    module = published.current(module_id) or abort(404)
    return render_template("courses/preview.html", module=module)


@blueprint.get("/catalogue/<module_id>/<part_id>")
@requires(Permission.PREVIEW)
def preview_part(module_id: str, part_id: str) -> str:
    module = published.current(module_id) or abort(404)
    part = module.part(part_id) or abort(404)
    frame = {"module": module, "part": part, "done": ()}
    if not part.is_scenario:
        return render_template("courses/preview_lesson.html", **frame, page=_lesson(module, part))
    scenes = plays.all_scenes(module, module.scenarios[part_id], current_language())
    titles = {scene.id: page.title for scene, page in scenes}
    return render_template("courses/preview_scenario.html", **frame, scenes=scenes, titles=titles)


@blueprint.get("/media/<digest>")
@public
def medium(digest: str) -> Response:
    try:
        mime_type, data = published.medium(digest)
    except NotPublished:
        abort(404)
    response = Response(data, mimetype=mime_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
