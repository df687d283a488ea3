"""Trying a draft out, saving nothing: questions answered, a scenario as a picture, and played as an officer plays it."""

import re
from collections.abc import Sequence
from math import ceil

from flask import abort, render_template, request
from werkzeug.datastructures import MultiDict

from elearn.authoring.content.looking import Look
from elearn.authoring.content.trying import Asked
from elearn.authoring.queries import drafts
from elearn.authoring.rules.drafts import Draft
from elearn.authoring.rules.trying import Tried, shown, tried
from elearn.authoring.service import looking
from elearn.authoring.views.common import addresses, blueprint, text_file
from elearn.courses.content.folder import part_id
from elearn.courses.queries import plays
from elearn.courses.rules import graph
from elearn.courses.rules import play as rules
from elearn.courses.rules.module import SCENARIO_PREFIX, Scenario
from elearn.courses.rules.picture import drawn, is_too_large
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language, direction
from elearn.people.rules.roles import Permission
from elearn.quizzes.forms import from_form
from elearn.quizzes.rules.given import GivenAnswer

PER_PAGE = 20
MOST_ORDERS = 999
_WAY = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,299})?")


def _scenario(module_id: str, path: str) -> tuple[Draft, Look]:
    """A scenario of a draft; 404 for other files."""
    found, _file = text_file(module_id, path)
    part = part_id(path) or ""
    if not part.startswith(SCENARIO_PREFIX):
        abort(404)
    return found, looking.look(module_id, path, drafts.files(module_id, {path})[path], addresses(module_id))


@blueprint.get("/authoring/<module_id>/picture/<path:path>")
@requires(Permission.AUTHOR)
def picture(module_id: str, path: str) -> str:
    found, look = _scenario(module_id, path)
    scenes = [scene for scene, _page in look.scenes]
    numbers = {scene.id: number for number, scene in reversed(list(enumerate(scenes)))}
    turned = direction(current_language()) == "rtl"
    return render_template(
        "authoring/picture.html",
        draft=found,
        path=path,
        scenes=look.scenes,
        numbers=numbers,
        troubles=graph.troubles(scenes),
        whole=all(choice.target in numbers for scene in scenes for choice in scene.choices),
        picture=drawn(scenes, right_to_left=turned) if scenes and not is_too_large(scenes) else None,
    )


@blueprint.get("/authoring/<module_id>/play/<path:path>")
@requires(Permission.AUTHOR)
def play(module_id: str, path: str) -> str:
    """The choices made stand in the address, so that nothing need be kept."""
    found, look = _scenario(module_id, path)
    way = request.args.get("way", "")
    if not _WAY.fullmatch(way):
        abort(404)
    choices = [int(choice) for choice in way.split(".") if choice]
    scenes = tuple(scene for scene, _page in look.scenes)
    played = Scenario(part_id(path) or "", scenes) if scenes and not is_too_large(scenes) else None
    taken = rules.follow(played, choices) if played else ()
    pages = {scene.id: page for scene, page in reversed(look.scenes)}
    return render_template(
        "authoring/play.html",
        draft=found,
        path=path,
        now=plays.standing(played, None, taken, pages.__getitem__) if played else None,
        way=[each.choice for each in taken],
        stopped=len(taken) < len(choices),
    )


@blueprint.get("/authoring/<module_id>/questions/<path:path>")
@requires(Permission.AUTHOR)
def questions(module_id: str, path: str) -> str:
    return _questions(module_id, path, request.args)


@blueprint.post("/authoring/<module_id>/questions/<path:path>")
@requires(Permission.AUTHOR)
def answer(module_id: str, path: str) -> str:
    """What an answer comes to, on the page of its question. Nothing is written."""
    return _questions(module_id, path, request.form, answered=True)


def _questions(module_id: str, path: str, wishes: MultiDict[str, str], *, answered: bool = False) -> str:
    found, file = text_file(module_id, path)
    if part_id(path) != "quiz":
        abort(404)
    given = (from_form(wishes) or abort(400)) if answered else None
    asked = looking.asked(module_id, path, addresses(module_id))
    order = wishes.get("order", 1, int)
    page = (given.number - 1) // PER_PAGE + 1 if given else wishes.get("page", 1, int)
    last = max(1, ceil(len(asked) / PER_PAGE))
    if not 1 <= page <= last or not 0 < order <= MOST_ORDERS:
        abort(404)
    # An answer to what the file said before would be judged by what it says now.
    changed = given is not None and wishes.get("version", 0, int) != file.version
    first, language = (page - 1) * PER_PAGE, path.partition("/")[0]
    here = asked[first : first + PER_PAGE]
    return render_template(
        "authoring/questions.html",
        draft=found,
        path=path,
        version=file.version,
        language=language,
        asked=here,
        shown=[
            shown(each.question, each.words, language, order) if each.question and each.words else None for each in here
        ],
        first=first,
        order=order,
        page=page,
        last=last,
        number=given.number if given else 0,
        changed=changed,
        tried=_tried(asked, path, order, given) if given and not changed else None,
    )


def _tried(asked: Sequence[Asked], path: str, order: int, given: GivenAnswer) -> Tried:
    """404 for a question that is not there, 400 for an answer that cannot be."""
    each = asked[given.number - 1] if given.number <= len(asked) else abort(404)
    if each.question is None or each.words is None:
        abort(404)
    return tried(each.question, each.words, path.partition("/")[0], order, given.fields) or abort(400)
