"""The editor: a text, how it will look, what is complained of it; saved without overwriting anybody."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.forms import editing as sent
from elearn.authoring.queries import drafts
from elearn.authoring.rules.comparing import merged, side_by_side
from elearn.authoring.rules.drafts import LARGEST_TEXT, Conflict, Draft, Saved, Unusable, is_text
from elearn.authoring.service import drafts as service
from elearn.authoring.service import looking
from elearn.authoring.views.common import UNPROCESSABLE, addresses, blueprint, draft, text_file
from elearn.authoring.views.words import UNUSABLE, refusal
from elearn.foundation.access import requires
from elearn.foundation.web import takes, writes
from elearn.people.rules.roles import Permission

Page = Response | str | tuple[str, int]
_CONFLICT = 409


@blueprint.get("/authoring/<module_id>/edit/<path:path>")
@requires(Permission.AUTHOR)
def edit(module_id: str, path: str) -> str:
    found, file = text_file(module_id, path)
    return _editor(found, path, drafts.files(module_id, {path})[path], file.version)


def _editor(found: Draft, path: str, data: bytes, version: int, **more: Any) -> str:
    return render_template(
        "authoring/edit.html",
        draft=found,
        path=path,
        text=data.decode("utf-8-sig", "replace"),
        version=version,
        files=drafts.listed(found.module_id),
        **seen(found.module_id, path, data),
        **more,
    )


def seen(module_id: str, path: str, data: bytes) -> dict[str, Any]:
    """What shows a file of a draft as officers would see it, if it held this."""
    address = addresses(module_id)
    look = looking.look(module_id, path, data, address)
    return {"draft_id": module_id, "look": look, "questions": looking.questions(module_id, look, address)}


@blueprint.post("/authoring/<module_id>/preview/<path:path>")
@requires(Permission.AUTHOR)
@takes(megabytes=4)
def preview(module_id: str, path: str) -> str:
    """What was typed, as officers will see it: the whole editor, or for its script the part that changes. Saves nothing."""
    found, file = text_file(module_id, path)
    data = sent.text(request.form)[: LARGEST_TEXT + 1]
    if "part" in request.args:
        return render_template("authoring/shown.html", path=path, **seen(module_id, path, data))
    version = sent.version(request.form)
    data = _with_fix(module_id, path, data)
    return _editor(found, path, data, version, unsaved=True, changed=file.version != version)


def _with_fix(module_id: str, path: str, data: bytes) -> bytes:
    """The text with one complaint remedied, where its button was pressed."""
    number = sent.version(request.form, "fix")
    if number < 0:
        return data
    noted = seen(module_id, path, data)["look"].noted
    if number >= len(noted) or noted[number].becomes is None:
        return data
    lines = data.decode("utf-8-sig", "replace").split("\n")
    lines[noted[number].complaint.line - 1] = noted[number].becomes
    return "\n".join(lines).encode()


@blueprint.post("/authoring/<module_id>/edit/<path:path>")
@requires(Permission.AUTHOR)
@takes(megabytes=4)
@writes
def save(module_id: str, path: str) -> Page:
    found = draft(module_id)
    if not is_text(path):
        abort(404)
    data, version = sent.text(request.form), sent.version(request.form)
    outcome = service.save_file(module_id, path, data, version, current_user.account_id)
    if request.accept_mimetypes.best == "application/json":
        return _told(outcome)
    if isinstance(outcome, Conflict):
        return _both(found, path, data, version, outcome), _CONFLICT
    if isinstance(outcome, Unusable):
        flash(refusal(outcome), "bad")
        return _editor(found, path, data, version, unsaved=True), UNPROCESSABLE
    flash(_("Saved."), "ok")
    return redirect(url_for(".edit", module_id=module_id, path=path), 303)


def _told(outcome: service.Outcome) -> Response:
    """What saving came to, for the script of the editor."""
    if isinstance(outcome, Saved):
        return jsonify(state="saved", version=outcome.version)
    if isinstance(outcome, Conflict):
        return jsonify(state="conflict")
    return jsonify(state="refused", words=str(UNUSABLE[outcome]))


def _both(found: Draft, path: str, mine: bytes, version: int, conflict: Conflict) -> str:
    """What somebody else saved beside what was typed, and both put together where that can be done."""
    theirs = drafts.files(found.module_id, {path}).get(path, b"").decode("utf-8-sig", "replace")
    base, typed = drafts.saved(found.module_id, path, version), mine.decode()
    together = (
        merged(base.decode("utf-8-sig", "replace"), typed, theirs) if base is not None and conflict.theirs else None
    )
    return render_template(
        "authoring/conflict.html",
        draft=found,
        path=path,
        theirs=conflict.theirs,
        names=drafts.names({conflict.theirs.by_account} if conflict.theirs else ()),
        mine=typed,
        together=together,
        pairs=side_by_side(theirs, typed),
    )


@blueprint.post("/authoring/<module_id>/delete/<path:path>")
@requires(Permission.AUTHOR)
@writes
def delete(module_id: str, path: str) -> Response:
    draft(module_id)
    outcome = service.delete_file(module_id, path, sent.version(request.form), current_user.account_id)
    _say(outcome, _("The file is deleted. Its saves are kept."))
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.post("/authoring/<module_id>/rename/<path:path>")
@requires(Permission.AUTHOR)
@writes
def rename(module_id: str, path: str) -> Response:
    draft(module_id)
    version, new_path = sent.version(request.form), request.form.get("new_path", "").strip()
    _say(service.rename_file(module_id, path, new_path, version, current_user.account_id), _("The file is renamed."))
    return redirect(url_for(".module", module_id=module_id), 303)


def _say(outcome: service.Outcome, done: str) -> None:
    flash(*((done, "ok") if isinstance(outcome, Saved) else (refusal(outcome), "bad")))
