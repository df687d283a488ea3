"""The modules that somebody may write: those in work, new ones, and what each consists of."""

from collections import Counter

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.forms.modules import NewModuleForm, NewPartForm
from elearn.authoring.queries import drafts, history
from elearn.authoring.rules.drafts import Draft, Saved
from elearn.authoring.service import drafts as service
from elearn.authoring.service import looking
from elearn.authoring.views.common import UNPROCESSABLE, blueprint, draft
from elearn.authoring.views.words import refusal
from elearn.courses.queries import published
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language, pick
from elearn.foundation.web import writes
from elearn.people.queries import places
from elearn.people.rules.roles import Permission

Page = Response | str | tuple[str, int]


@blueprint.get("/authoring")
@requires(Permission.AUTHOR)
def modules() -> str:
    scopes = current_user.scopes(Permission.AUTHOR)
    catalogue = {module.module_id: module for module in published.catalogue()}
    mine = drafts.drafts(scopes)
    others = [module for module in catalogue.values() if module.module_id not in {each.module_id for each in mine}]
    return render_template(
        "authoring/modules.html",
        drafts=mine,
        published=catalogue,
        others=others,
        waiting=history.waiting([each.module_id for each in mine]),
        everywhere=scopes is None,
        academies=_academies(),
    )


def _academies(*, also_ended: bool = True) -> dict[str, str]:
    found = places.academies(current_user.scopes(Permission.AUTHOR), also_ended=also_ended)
    return {str(row.id): pick(row.names).words for row in found}


def _form(**given: str) -> NewModuleForm:
    form = NewModuleForm(**given)
    form.offer(list(_academies(also_ended=False).items()), current_user.scopes(Permission.AUTHOR) is None)
    return form


@blueprint.get("/authoring/new")
@requires(Permission.AUTHOR)
def new() -> str:
    return render_template("authoring/new.html", form=_form(language=current_language()))


@blueprint.post("/authoring/new")
@requires(Permission.AUTHOR)
@writes
def begin() -> Page:
    form = _form()
    if not form.validate():
        return render_template("authoring/new.html", form=form), UNPROCESSABLE
    module_id, language = form.name.data, form.language.data
    titles = {code: field.data for code, field in form.titles.items() if field.data}
    if not service.start_new(module_id, titles[language], language, form.owner, current_user.account_id, titles):
        form.name.errors = [_("Another module has this id.")]
        return render_template("authoring/new.html", form=form), UNPROCESSABLE
    flash(_("The module is there, with an example of everything. Change what you need, and delete the rest."), "ok")
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.post("/authoring/<module_id>/open")
@requires(Permission.AUTHOR)
@writes
def open_published(module_id: str) -> Response:
    """What belongs to no academy is opened by who may write everywhere, and stays with the programme."""
    if current_user.scopes(Permission.AUTHOR) is not None:
        abort(404)
    module = published.current(module_id) or abort(404)
    service.start_from(module.revision_id, None, current_user.account_id)
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.get("/authoring/<module_id>")
@requires(Permission.AUTHOR)
def module(module_id: str) -> str:
    found = draft(module_id)
    return _page(found, NewPartForm(part_language=looking.source_of(module_id)))


def _page(found: Draft, form: NewPartForm) -> str:
    files = drafts.listed(found.module_id)
    complaints = looking.read(found.module_id).complaints
    return render_template(
        "authoring/module.html",
        draft=found,
        files=files,
        names=drafts.names({each.by_account for each in files}),
        complaints=complaints,
        counts=Counter(each.file.partition("/")[2] for each in complaints),
        form=form,
        current=published.current(found.module_id),
    )


@blueprint.post("/authoring/<module_id>/parts")
@requires(Permission.AUTHOR)
@writes
def add_part(module_id: str) -> Page:
    found, form = draft(module_id), NewPartForm()
    if not form.validate():
        return _page(found, form), UNPROCESSABLE
    path = form.path([each.path for each in drafts.listed(module_id)])
    outcome = service.add_part(module_id, path, form.title.data or "", current_user.account_id)
    if not isinstance(outcome, Saved):
        form.name.errors = [refusal(outcome)]
        return _page(found, form), UNPROCESSABLE
    return redirect(url_for(".edit", module_id=module_id, path=path), 303)
