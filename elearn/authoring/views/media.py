"""Pictures and documents that come into a draft."""

from contextlib import closing

from flask import Response as Answer
from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.content import documents
from elearn.authoring.queries import drafts
from elearn.authoring.rules.bringing import Unreadable
from elearn.authoring.rules.drafts import Saved
from elearn.authoring.service import media as service
from elearn.authoring.views.common import UNPROCESSABLE, blueprint, draft
from elearn.authoring.views.words import LOST, UNREADABLE, refusal
from elearn.courses.content.media import mime_type
from elearn.foundation.access import requires
from elearn.foundation.web import takes, writes
from elearn.people.rules.roles import Permission

Page = Response | str | tuple[str, int]


@blueprint.get("/authoring/<module_id>/media/<name>")
@requires(Permission.AUTHOR)
def medium(module_id: str, name: str) -> Response:
    draft(module_id)
    path = f"media/{name}"
    data = drafts.files(module_id, {path}).get(path)
    kind = mime_type(data) if data else ""
    return Answer(data, mimetype=kind) if kind else abort(404)


@blueprint.post("/authoring/<module_id>/media")
@requires(Permission.AUTHOR)
@takes(megabytes=24)
@writes
def add_medium(module_id: str) -> Page:
    """A picture, sound, video or PDF, with what it shows. The editor's script gets its Markdown; who has none is shown it."""
    draft(module_id)
    name, data = _sent()
    found = service.add_medium(module_id, name, data, request.form.get("shows", ""), current_user.account_id)
    if isinstance(found, Unreadable):
        words, markdown = str(UNREADABLE[found]), ""
    else:
        markdown, words = found[0], refusal(found[1])
    if request.accept_mimetypes.best == "application/json":
        return jsonify(markdown=markdown, words=words)
    if not isinstance(found, Unreadable) and isinstance(found[1], Saved):
        flash(_("The file is there. Write this where it shall stand: %(markdown)s", markdown=markdown), "ok")
    else:
        flash(words, "bad")
    return redirect(url_for(".module", module_id=module_id), 303)


def _sent() -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent; nothing where there is none."""
    if "file" not in request.files:
        return "", b""
    with closing(request.files["file"]) as file:
        return file.filename or "", file.read()


@blueprint.post("/authoring/<module_id>/document")
@requires(Permission.AUTHOR)
@takes(megabytes=24)
def convert(module_id: str) -> Page:
    """A Word document, or what was copied from one, as Markdown. Nothing is kept."""
    found = draft(module_id)
    html = request.form.get("html", "")
    converted = documents.from_html(html) if html else documents.from_word(_sent()[1])
    refused = str(UNREADABLE[converted]) if isinstance(converted, Unreadable) else ""
    lost = (
        []
        if isinstance(converted, Unreadable)
        else [(str(LOST[what]), count) for what, count in converted.lost.items()]
    )
    text = "" if isinstance(converted, Unreadable) else converted.text
    if request.accept_mimetypes.best == "application/json":
        return jsonify(markdown=text, lost=lost, words=refused)
    if refused:
        flash(refused, "bad")
        return redirect(url_for(".module", module_id=module_id), 303)
    return render_template("authoring/document.html", draft=found, text=text, lost=lost), 200 if text else UNPROCESSABLE
