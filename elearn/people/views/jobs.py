"""One job: how far it has got, and what came of it. Only for the account that asked, while it may still do so."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import jobs
from elearn.foundation.access import requires
from elearn.people.rules.roles import Permission
from elearn.people.views.common import blueprint


def own_job(job_id: UUID) -> Any:
    """The visitor's job, while the visitor still has the permission for its academies; else there is no such page."""
    job = jobs.one(job_id, current_user.account_id) or abort(404)
    kind = jobs.kinds()[job.kind]
    return job if all(current_user.may(kind.permission, academy_id) for academy_id in kind.whose(job)) else abort(404)


def ahead(job: Any) -> int:
    """How many others are before a job that waits."""
    return jobs.ahead(job) if job and job.state == jobs.State.WAITING else 0


@blueprint.get("/jobs/<uuid:job_id>")
@requires(Permission.OWN_ACCOUNT)
def job(job_id: UUID) -> str | Response:
    found = own_job(job_id)
    kind = jobs.kinds()[found.kind]
    if kind.endpoint and found.state == jobs.State.DONE:
        return redirect(url_for(kind.endpoint, **found.parameters), 303)
    until = found.ended_at and found.ended_at + kind.kept_for
    return render_template("people/job.html", job=found, kind=kind, until=until, before=ahead(found))


@blueprint.get("/jobs/<uuid:job_id>/file")
@requires(Permission.OWN_ACCOUNT)
def job_file(job_id: UUID) -> Response:
    found = own_job(job_id)
    if found.state != jobs.State.DONE or not found.file_name:
        abort(404)
    answer = Response(jobs.file_parts(job_id), mimetype=found.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=found.file_name)
    return answer
