"""Search: officers in the modules that are theirs, staff in everything."""

from flask import abort, render_template, request
from flask_login import current_user

from elearn.courses.queries import finding
from elearn.courses.rules.finding import LONGEST_QUERY, MOST_PAGES, Readable
from elearn.courses.views.common import blueprint
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.people.rules.roles import Permission


@blueprint.get("/search")
@requires(Permission.LEARN)
def search() -> str:
    return _page(finding.for_officer(current_user.officer_id), "courses.home")


@blueprint.get("/search/catalogue")
@requires(Permission.PREVIEW)
def search_catalogue() -> str:
    return _page(finding.for_staff(current_user.officer_id), "courses.catalogue")


def _page(readable: Readable, back_to: str) -> str:
    typed = request.args.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    page = request.args.get("page", 1, int)
    if not 1 <= page <= MOST_PAGES:
        abort(404)
    everywhere = "everywhere" in request.args
    results = finding.search(readable, typed, current_language(), everywhere, page)
    return render_template(
        "courses/search.html", typed=typed, results=results, wanted_everywhere=everywhere, back_to=back_to
    )
