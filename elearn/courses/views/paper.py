"""A whole paper of a module to print, in any of its languages, and its key on a page of its own."""

from collections.abc import Callable, Sequence

from flask import abort, render_template, request
from flask_babel import force_locale

from elearn.courses.queries import published
from elearn.courses.rules.module import FINAL, Published
from elearn.courses.rules.printing import MOST_NUMBERS, paper_of_number
from elearn.courses.views.common import blueprint, keyed
from elearn.foundation.access import requires
from elearn.foundation.locale import LANGUAGES, current_language
from elearn.people.rules.roles import Permission
from elearn.quizzes.queries import banks, sheets
from elearn.quizzes.rules.marking import Reviewed
from elearn.quizzes.rules.papers import Item

Sheet = Callable[[str, Sequence[Item], str], list[Reviewed]]


@blueprint.get("/catalogue/<module_id>/quiz/paper")
@requires(Permission.PREVIEW)
def paper(module_id: str) -> str:
    return _page(published.current(module_id) or abort(404), sheets.sheet)


@blueprint.get("/catalogue/<module_id>/quiz/paper/key")
@requires(Permission.PREVIEW)
def paper_key(module_id: str) -> str:
    return _page(keyed(module_id), sheets.key_sheet)


def _page(module: Published, sheet: Sheet) -> str:
    name, number = request.args.get("paper", FINAL), request.args.get("number", 1, int)
    blueprint = module.papers.get(name) or abort(404)
    if not 1 <= number <= MOST_NUMBERS:
        abort(404)
    there = [each for each in LANGUAGES if each in banks.languages(module.revision_id)]
    # The visitor's own language where there are questions in it.
    language = request.args.get("language", current_language() if current_language() in there else module.source)
    if language not in there:
        abort(404)
    items = paper_of_number(module.papers, banks.bank(module.revision_id).values(), name, number)
    chosen = {"module": module, "paper": blueprint, "number": number, "with_key": sheet is sheets.key_sheet}
    with force_locale(language):
        questions = sheet(module.revision_id, items, language)
        written = render_template("courses/sheet.html", **chosen, questions=questions)
    return render_template(
        "courses/paper.html", **chosen, most=MOST_NUMBERS, languages=there, chosen=language, sheet=written
    )
