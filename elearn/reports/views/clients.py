"""Clients of the API: an administrator makes one, sees its token once, and revokes it."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import clock, locale
from elearn.foundation.access import requires
from elearn.foundation.web import site_address, writes
from elearn.people.rules.roles import Permission
from elearn.reports import service
from elearn.reports.forms.choosing import ClientForm
from elearn.reports.queries import clients, completions, programmes
from elearn.reports.views.common import blueprint


@blueprint.get("/exports/clients", endpoint="clients")
@requires(Permission.EXPORT_WITHOUT_NAMES)
def list_clients() -> str:
    return _page(_form())


@blueprint.post("/exports/clients")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def add_client() -> str:
    form = _form()
    if not form.validate_on_submit():
        return _page(form)
    kind, _colon, scope_id = form.scope.data.partition(":")
    scope = service.Scope(**{f"{kind}_id": UUID(scope_id)})
    if form.named.data and not (scope.academy_id and current_user.may(Permission.EXPORT_NAMED, scope.academy_id)):
        form.named.errors = [_("Only an academy's administrator may let names out, of that academy.")]
        return _page(form)
    until = form.works_until.data
    token = service.add_client(form.name.data, scope, form.named.data, current_user.account_id, until)
    return _page(_form(empty=True), token)


@blueprint.post("/exports/clients/<uuid:client_id>/revoke")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def revoke_client(client_id: UUID) -> Response:
    if client_id not in {client.id for client in _mine()}:
        abort(404)
    service.revoke_client(client_id)
    flash(_("Revoked. Its token opens nothing any more."), "ok")
    return redirect(url_for("reports.clients"), 303)


def _page(form: ClientForm, token: str = "") -> str:
    return render_template(
        "reports/clients.html",
        form=form,
        token_made=token,
        clients=_mine(),
        address=f"{site_address()}/api/v1/",
        today=clock.today("UTC"),
    )


def _mine() -> list[Any]:
    """The clients of the academies and programmes that the visitor administers."""
    academies = current_user.scopes(Permission.EXPORT_NAMED) if current_user.may(Permission.EXPORT_NAMED) else ()
    of_programmes = current_user.may(Permission.MANAGE_PROGRAMME)
    return clients.listed(academies, current_user.scopes(Permission.MANAGE_PROGRAMME) if of_programmes else ())


def _form(*, empty: bool = False) -> ClientForm:
    form = ClientForm(formdata=None) if empty else ClientForm()
    choices = []
    if current_user.may(Permission.EXPORT_NAMED):
        academies = completions.academies(current_user.scopes(Permission.EXPORT_NAMED))
        choices += [(f"academy:{one.id}", str(locale.pick(one.names))) for one in academies]
    if current_user.may(Permission.MANAGE_PROGRAMME):
        visible = programmes.visible(current_user.scopes(Permission.MANAGE_PROGRAMME))
        choices += [(f"programme:{one.id}", str(locale.pick(one.names))) for one in visible]
    form.scope.choices = choices
    return form
