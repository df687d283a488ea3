"""What the pages of courses share."""

from flask import Blueprint, abort, redirect, url_for
from flask_login import current_user

from elearn.courses.queries import progress, published
from elearn.courses.rules.module import Part, Published, RenderedPage
from elearn.courses.rules.standing import Enrolment, may_see_keys
from elearn.foundation.locale import current_language

blueprint = Blueprint("courses", "elearn.courses", template_folder="templates")


def enrolled(module_id: str) -> tuple[Enrolment, Published]:
    """The visitor's enrolment in the module, and the revision that the visitor reads; 404 without one."""
    enrolment = progress.of_module(current_user.officer_id, module_id) or abort(404)
    return enrolment, published.revision(enrolment.revision_id)


def opened(module_id: str) -> tuple[Enrolment, Published]:
    """The same, when the officer may work on it; while another module comes first, to the page that says which."""
    enrolment, module = enrolled(module_id)
    if progress.missing(enrolment, module):
        abort(redirect(url_for("courses.module", module_id=module_id), 303))
    return enrolment, module


def lesson(module: Published, part: Part) -> RenderedPage:
    """The lesson in the language of the request, as far as there is one."""
    return published.lesson(module.revision_id, part.id, current_language())


def keyed(module_id: str) -> Published:
    """The module as it is published, for a page with its keys: 404 without one, 403 for who has still to pass it."""
    module = published.current(module_id) or abort(404)
    return module if may_see_keys(progress.of_module(current_user.officer_id, module_id)) else abort(403)
