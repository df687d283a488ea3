"""A module in work, taken along and brought back: what it would change is shown before anything is saved."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.content import identity
from elearn.authoring.formats import zips
from elearn.authoring.forms.packages import LookedForm, PlaceForm, ZipForm
from elearn.authoring.queries import drafts as queries
from elearn.authoring.queries import packages as compared
from elearn.authoring.rules.drafts import MOST_FILES
from elearn.authoring.service import packages
from elearn.authoring.service.packages import Looked
from elearn.authoring.views.common import blueprint, download, draft, own_places
from elearn.authoring.views.taking import document, platform_package, shelf
from elearn.foundation.access import requires
from elearn.foundation.locale import pick
from elearn.foundation.web import takes, writes
from elearn.people.rules.roles import Permission

_LIMITS = {"largest": zips.LARGEST_ZIP // 1_000_000, "most": MOST_FILES}


@blueprint.get("/authoring/<module_id>/package")
@requires(Permission.AUTHOR)
def package(module_id: str) -> str:
    return _page(module_id, ZipForm(formdata=None))


def _page(module_id: str, form: ZipForm) -> str:
    draft(module_id)
    files = queries.files(module_id)
    said = identity.identity(files)
    origin = said.origin
    return render_template(
        "authoring/package.html",
        module_id=module_id,
        title=pick(said.titles) if said.titles else None,
        form=form,
        origin=origin,
        origin_here=compared.origin_here(origin) if origin else None,
        newer=compared.newer(origin) if origin else None,
        limits=_LIMITS,
        **shelf(packages.whole(module_id, files), "draft"),
    )


@blueprint.get("/authoring/<module_id>/package.zip")
@requires(Permission.AUTHOR)
def package_zip(module_id: str) -> Response:
    draft(module_id)
    return download(zips.write(module_id, queries.files(module_id)), f"{module_id}.zip", "application/zip")


@blueprint.get("/authoring/<module_id>/package.pdf")
@requires(Permission.AUTHOR)
def package_pdf(module_id: str) -> Response:
    draft(module_id)
    return document(packages.whole(module_id, queries.files(module_id)) or abort(404))


@blueprint.post("/authoring/<module_id>/package/scorm")
@requires(Permission.AUTHOR)
def package_scorm(module_id: str) -> Response:
    draft(module_id)
    return platform_package(packages.whole(module_id, queries.files(module_id)) or abort(404))


@blueprint.post("/authoring/<module_id>/package")
@requires(Permission.AUTHOR)
@takes(megabytes=22)
def look_at_package(module_id: str) -> str:
    """What a zip would change in the draft."""
    draft(module_id)
    form = ZipForm()
    if not form.validate():
        return _page(module_id, form)
    return _looked(packages.look(_name(form), form.file.data.read(), module_id), module_id)


@blueprint.post("/authoring/<module_id>/package/save")
@requires(Permission.AUTHOR)
@takes(megabytes=40)
@writes
def save_package(module_id: str) -> Any:
    """As it was looked at; when somebody saved meanwhile, it is looked at anew."""
    draft(module_id)
    form = LookedForm()
    looked = packages.look("module.zip", form.zip.data or b"", module_id)
    if looked.complaints:
        return _looked(looked, module_id)
    if not packages.change(looked, form.saves.data or 0, current_user.account_id):
        return _looked(looked, module_id, overtaken=True)
    flash(_("The files are saved. All earlier states of them are kept."), "ok")
    return redirect(url_for("authoring.package", module_id=module_id), 303)


@blueprint.get("/packages")
@requires(Permission.AUTHOR)
def bring() -> str:
    return _bring_page(ZipForm(formdata=None))


@blueprint.post("/packages")
@requires(Permission.AUTHOR)
@takes(megabytes=22)
def look_at_new() -> str:
    """Which module a zip would make."""
    form = ZipForm()
    if not form.validate():
        return _bring_page(form)
    return _looked(packages.look(_name(form), form.file.data.read()))


@blueprint.post("/packages/save")
@requires(Permission.AUTHOR)
@takes(megabytes=40)
@writes
def save_new() -> Any:
    form = LookedForm()
    form.offer(own_places())
    looked = packages.look("module.zip", form.zip.data or b"")
    if looked.complaints or not form.academy.validate(form):
        return _looked(looked, place=form)
    if not packages.start(looked, form.academy_id, current_user.account_id):
        return _looked(packages.look("module.zip", form.zip.data))
    flash(_("The module is there as a draft. It is not published."), "ok")
    return redirect(url_for("authoring.package", module_id=looked.module_id), 303)


def _bring_page(form: ZipForm) -> str:
    return render_template("authoring/bring.html", form=form, limits=_LIMITS)


def _name(form: ZipForm) -> str:
    return zips.shown(form.file.data.filename or "")


def _looked(looked: Looked, into: str | None = None, place: PlaceForm | None = None, overtaken: bool = False) -> str:
    form = place or LookedForm(formdata=None)
    form.offer(own_places())
    form.zip.data, form.saves.data = (b"" if looked.complaints else looked.data), looked.saves
    return render_template(
        "authoring/looked.html", looked=looked, into=into, form=form, overtaken=overtaken, limits=_LIMITS
    )
