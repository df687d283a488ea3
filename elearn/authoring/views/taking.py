"""Published modules, taken along: as a folder in a zip, as a document, for another platform, or as a copy to go on with.

Whatever holds what is right is for those who may see keys: decision 15.
"""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.formats import document as documents
from elearn.authoring.formats import scorm, zips
from elearn.authoring.forms.packages import CopyForm
from elearn.authoring.service import packages
from elearn.authoring.views.common import blueprint, download, own_places
from elearn.courses.content import rendering
from elearn.courses.content.module import Module
from elearn.courses.queries import progress, published, sources
from elearn.courses.rules.module import Published
from elearn.courses.rules.standing import may_see_keys
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.locale import LANGUAGES, current_language
from elearn.foundation.markup import words_of
from elearn.foundation.web import site_address, writes
from elearn.people.rules.roles import Permission
from elearn.quizzes.rules.kinds import KINDS


@blueprint.get("/catalogue/<module_id>/package")
@requires(Permission.PREVIEW)
def take(module_id: str) -> str:
    module = published.current(module_id) or abort(404)
    form = CopyForm(formdata=None)
    form.offer(own_places())
    return _page(module, form)


def _page(module: Published, form: CopyForm) -> str:
    keyed = may_see_keys(progress.of_module(current_user.officer_id, module.module_id))
    numbers = range(module.number, 0, -1)
    return render_template(
        "authoring/take.html",
        module=module,
        keyed=keyed,
        numbers=numbers,
        form=form,
        **shelf(_whole(module), "published", keyed),
    )


@blueprint.get("/catalogue/<module_id>/package.zip")
@requires(Permission.PREVIEW)
def take_zip(module_id: str) -> Response:
    """The files of a revision, given by its number; of the current one without."""
    module = _keyed(module_id)
    revisions = published.revision_ids(module_id)
    number = request.args.get("revision", module.number, int)
    if not 1 <= number <= len(revisions):
        abort(404)
    files = sources.sources(revisions[number - 1])
    return download(zips.write(module_id, files), f"{module_id}-{number}.zip", "application/zip")


@blueprint.get("/catalogue/<module_id>/package.pdf")
@requires(Permission.PREVIEW)
def take_pdf(module_id: str) -> Response:
    module = published.current(module_id) or abort(404)
    return document(_whole(module) or abort(404), module.number)


@blueprint.post("/catalogue/<module_id>/package/scorm")
@requires(Permission.PREVIEW)
def take_scorm(module_id: str) -> Response:
    return platform_package(_whole(_keyed(module_id)) or abort(404))


@blueprint.post("/catalogue/<module_id>/package/copy")
@requires(Permission.AUTHOR)
@writes
def copy(module_id: str) -> Any:
    """A draft of its own, which says where it comes from."""
    module = _keyed(module_id)
    form = CopyForm()
    form.offer(own_places())
    if not form.validate():
        return _page(module, form)
    place = form.academy_id
    if not packages.copy(module.revision_id, form.module_id.data, site_address(), place, current_user.account_id):
        form.module_id.errors = [
            _("There is a module of this id already, or module.md cannot be changed. Use another id.")
        ]
        return _page(module, form)
    flash(_("The copy is there as a draft. It is not published."), "ok")
    return redirect(url_for("authoring.package", module_id=form.module_id.data), 303)


def _keyed(module_id: str) -> Published:
    module = published.current(module_id) or abort(404)
    return module if may_see_keys(progress.of_module(current_user.officer_id, module_id)) else abort(403)


def _whole(module: Published) -> Module | None:
    """None where its files would be complained of today: rules may have become stricter since."""
    return packages.whole(module.module_id, sources.sources(module.revision_id))


def shelf(module: Module | None, which: str, keyed: bool = True) -> dict[str, Any]:
    """What the part of a page needs that gives documents and packages; `keyed` where it may show questions."""
    if module is None:
        return {"whole": None, "which": which}
    asked = {each.id: each for each in rendering.bank(module)}
    words = rendering.words(module)
    stems = {each: words_of(words[module.said.source][each].stem.replace("\ufffc", " ")) for each in asked}
    able = [each for each in asked.values() if each.kind in scorm.CARRIED]
    return {
        "whole": module,
        "which": which,
        "languages": [each for each in LANGUAGES if each in module.languages],
        "chosen": current_language() if current_language() in module.languages else module.said.source,
        "questions": [(each.id, stems[each.id], KINDS[each.kind].label) for each in able] if keyed else [],
        "left_out": [(stems[each.id], KINDS[each.kind].label) for each in asked.values() if each not in able],
    }


def document(module: Module, number: int | None = None) -> Response:
    """The module to print, in the language that is asked for."""
    language = _language(module)
    made = documents.pdf(module, language, number, clock.now())
    return download(made, f"{module.said.id}-{language}.pdf", "application/pdf")


def platform_package(module: Module) -> Response:
    """The module for another platform, with the questions that were ticked."""
    language = _language(module)
    made = scorm.package(module, language, request.form.getlist("questions"))
    return download(made, f"{module.said.id}-{language}-scorm.zip", "application/zip")


def _language(module: Module) -> str:
    language = request.values.get("language", module.said.source)
    return language if language in module.languages else abort(404)
