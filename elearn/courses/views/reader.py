"""The reader: lessons and scenarios of a module in which the officer is enrolled, and the pictures in them."""

from dataclasses import asdict

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from elearn.courses import forms
from elearn.courses.forms import BookmarkForm
from elearn.courses.queries import plays, progress, published
from elearn.courses.queries.published import NotPublished
from elearn.courses.rules.module import Part, Published
from elearn.courses.rules.standing import Enrolment
from elearn.courses.service import reading, scenario
from elearn.courses.views.common import blueprint, lesson, opened
from elearn.foundation import ids
from elearn.foundation.access import public, requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission

PIECE = 1_000_000  # bytes; who needs more asks again


@blueprint.get("/modules/<module_id>/<part_id>")
@requires(Permission.LEARN)
def part(module_id: str, part_id: str) -> str:
    enrolment, module = opened(module_id)
    part = module.part(part_id) or abort(404)
    again = part in progress.open_again(enrolment, module)
    frame = {"module": module, "part": part, "done": enrolment.done, "again": again}
    if part.is_scenario:
        return render_template("courses/scenario.html", **frame, now=_situation(enrolment, module, part))
    page = lesson(module, part)
    return render_template("courses/lesson.html", **frame, page=page, bookmark=BookmarkForm.of(page))


def _situation(enrolment: Enrolment, module: Published, part: Part) -> plays.Situation:
    """Where the officer's last play stands; a new one at its first scene when there is none, or another is wanted."""
    latest = None if "again" in request.args else plays.latest(enrolment.id, module.revision_id, part.id)
    play_id, path = (latest.id, latest.path) if latest else (ids.new(), ())
    return plays.situation(module, module.scenarios[part.id], play_id, path, current_language())


@blueprint.post("/modules/<module_id>/<part_id>")
@requires(Permission.LEARN)
@writes
def part_done(module_id: str, part_id: str) -> Response:
    enrolment, module = opened(module_id)
    part = module.part(part_id) or abort(404)
    if part.is_scenario:
        abort(404)  # is done when an ending was reached, not when somebody says so
    reading.part_done(
        officer_id=enrolment.officer_id,
        enrolment_id=enrolment.id,
        revision_id=module.revision_id,
        part_id=part.id,
        language=lesson(module, part).language,
    )
    if following := module.after(part):
        return redirect(url_for(".part", module_id=module_id, part_id=following.id), 303)
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.post("/modules/<module_id>/<part_id>/choice")
@requires(Permission.LEARN)
@writes
def choose(module_id: str, part_id: str) -> Response:
    enrolment, module = opened(module_id)
    played = module.scenarios.get(part_id) or abort(404)
    decision = forms.decision(request.form) or abort(400)
    if not scenario.choose(enrolment, module, played, **asdict(decision), language=current_language()):
        abort(404)
    return redirect(url_for(".part", module_id=module_id, part_id=part_id), 303)


@blueprint.get("/modules/<module_id>/print")
@requires(Permission.LEARN)
def print_module(module_id: str) -> str:
    _enrolment, module = opened(module_id)
    lessons = [lesson(module, part) for part in module.contents if not part.is_scenario]
    return render_template("courses/print.html", module=module, lessons=lessons)


@blueprint.get("/media/<digest>")
@public
def medium(digest: str) -> Response:
    """A picture, sound, video or document; of a long one the part that is asked for, and no more than PIECE of it at once."""
    try:
        response = _piece(digest) if request.range else _whole(digest)
    except NotPublished:
        abort(404)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _piece(digest: str) -> Response:
    """What a browser asks for that plays a video, or goes to the middle of it."""
    mime_type, size = published.size(digest)
    if not mime_type.startswith(("audio/", "video/")):
        return _whole(digest)
    asked = request.range.range_for_length(size) if request.range else None
    if asked is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, stop = asked[0], min(asked[1], asked[0] + PIECE)
    response = Response(published.piece(digest, start, stop), 206, mimetype=mime_type)
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _whole(digest: str) -> Response:
    mime_type, data = published.medium(digest)
    response = Response(data, mimetype=mime_type)
    response.headers["Accept-Ranges"] = "bytes"
    if mime_type == "application/pdf":
        response.headers["Content-Disposition"] = f"attachment; filename={digest[:12]}.pdf"
    return response
