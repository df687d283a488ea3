"""Every save and every revision of a module: compared, and brought back."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.forms import editing as sent
from elearn.authoring.queries import drafts
from elearn.authoring.queries import history as queries
from elearn.authoring.rules.comparing import side_by_side
from elearn.authoring.rules.drafts import Draft, is_text
from elearn.authoring.rules.history import PER_PAGE, State, state
from elearn.authoring.service import drafts as service
from elearn.authoring.views.common import blueprint, draft, zone
from elearn.authoring.views.editing import seen
from elearn.courses.rules.module import Files
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission


@blueprint.get("/authoring/<module_id>/history")
@requires(Permission.AUTHOR)
def history(module_id: str) -> str:
    found, path = draft(module_id), request.args.get("path") or None
    page = max(1, request.args.get("page", 1, type=int))
    saves, count = queries.saves(module_id, path, page)
    return render_template(
        "authoring/history.html",
        draft=found,
        path=path,
        saves=saves,
        page=page,
        last=max(1, -(-count // PER_PAGE)),
        issues=queries.issues(module_id),
        zone=zone(found),
        names=drafts.names({each.by_account for each in saves}),
    )


def _state(words: str) -> State:
    return state(words) or abort(404)


def _files(module_id: str, wanted: State) -> Files:
    return queries.files(module_id, wanted)


@blueprint.get("/authoring/<module_id>/compare")
@requires(Permission.AUTHOR)
def compare(module_id: str) -> str:
    """Two states, file by file; of one file, line by line, and as officers would see it now."""
    found, path = draft(module_id), request.args.get("path") or None
    before, after = (_state(request.args.get(name, "")) for name in ("before", "after"))
    old, new = _files(module_id, before), _files(module_id, after)
    differing = [each for each in sorted({*old, *new}) if old.get(each) != new.get(each)]
    return render_template(
        "authoring/compare.html",
        draft=found,
        path=path,
        before=before,
        after=after,
        differing=differing,
        pairs=side_by_side(_text(old, path), _text(new, path)) if path and is_text(path) else (),
        **_shown(found, after, new, path),
    )


def _shown(found: Draft, state: State, files: Files, path: str | None) -> dict[str, Any]:
    """What shows the file as officers would see it, where the state is that of the draft now."""
    is_now = state == State(False, found.saves) and path in files
    if is_now and path and is_text(path):
        return {"is_now": True, **seen(found.module_id, path, files[path])}
    return {"is_now": is_now, "look": None}


def _text(files: Files, path: str) -> str:
    return files.get(path, b"").decode("utf-8-sig", "replace").replace("\r\n", "\n")


@blueprint.post("/authoring/<module_id>/restore")
@requires(Permission.AUTHOR)
@writes
def restore(module_id: str) -> Response:
    draft(module_id)
    wanted, path = _state(request.form.get("state", "")), request.form.get("path") or None
    files = _files(module_id, wanted) or abort(404)
    saves = sent.version(request.form, "saves")
    if service.restore(module_id, files, path, saves, current_user.account_id):
        flash(_("It is as it was then. What was saved since is kept."), "ok")
    else:
        flash(_("Somebody else changed this module meanwhile. Please look at it again."), "bad")
    return redirect(url_for(".history", module_id=module_id, path=path), 303)
