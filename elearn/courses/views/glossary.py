"""The glossary of a module, for those who read it and those who preview it."""

from flask import abort, render_template, request

from elearn.courses.queries import published
from elearn.courses.rules.module import Published
from elearn.courses.views.common import blueprint, enrolled, lesson
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.people.rules.roles import Permission


@blueprint.get("/modules/<module_id>/glossary")
@requires(Permission.LEARN)
def glossary(module_id: str) -> str:
    _enrolment, module = enrolled(module_id)
    return _page(module, "courses.module")


@blueprint.get("/catalogue/<module_id>/glossary")
@requires(Permission.PREVIEW)
def preview_glossary(module_id: str) -> str:
    return _page(published.current(module_id) or abort(404), "courses.preview")


def _page(module: Published, overview: str) -> str:
    """With a way back to the lesson from which one came, when it says so and there is one."""
    if not module.terms:
        abort(404)
    part = module.part(request.args.get("from", ""))
    read = part if part and not part.is_scenario else None
    return render_template(
        "courses/glossary.html",
        module=module,
        overview=overview,
        lesson=read,
        lesson_html=lesson(module, read).html if read else "",
        terms=published.glossary(module.revision_id, current_language()),
    )
