"""What came of questionnaires, by Kirkpatrick's levels: on a page, as a file, and academies side by side."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.questionnaires import LEVEL_NAMES, MARK_NAMES, NAMES, OPEN_QUESTIONS, SENTENCES
from elearn.cohorts.queries import cohorts
from elearn.cohorts.queries import questionnaires as queries
from elearn.cohorts.queries.questionnaires import Numbers, Scope
from elearn.cohorts.rules import questionnaires as rules
from elearn.cohorts.rules.questionnaires import LEVELS, MARKS, STATEMENTS, About, Kind
from elearn.cohorts.service import questionnaires as service
from elearn.cohorts.views.common import PER_PAGE, blueprint
from elearn.foundation.access import requires
from elearn.foundation.locale import Text, current_language, pick
from elearn.foundation.web import last_page, page_asked, sheet, writes
from elearn.people.queries import places
from elearn.people.rules.crowds import SMALLEST, coarse
from elearn.people.rules.roles import Permission

MOST_REMARKS = 200  # on one page
OfKinds = Mapping[Kind, Numbers]


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: an academy, and one of the `names` of things there, or all of them (`about` is None)."""

    academy: Any
    academies: Collection[Any]
    names: Mapping[About, Text]
    about: About | None
    scope: Scope

    @property
    def name(self) -> str:
        return str(self.names[self.about]) if self.about else _("All modules and cohorts")


def _numbers_by_kind(numbers: Mapping[tuple[UUID, About, Kind], Numbers], within: Collection[About] | None) -> OfKinds:
    found = {kind: Numbers() for kind in Kind}
    for (_academy_id, about, kind), each in numbers.items():
        if within is None or about in within:
            found[kind].add(each)
    return found


@dataclass(frozen=True)
class Results:
    """All that is said of what was chosen."""

    chosen: Chosen
    of_kind: OfKinds
    by_about: Mapping[About, OfKinds]
    learning: Any


def _results() -> Results:
    found = places.academies(current_user.scopes(Permission.SEE_PROGRESS))
    wanted = request.args.get("academy", type=UUID)
    academy = next((each for each in found if each.id == (wanted or each.id)), None) or abort(404)
    numbers = queries.numbers([academy.id])
    by_about: dict[About, dict[Kind, Numbers]] = defaultdict(dict)
    for (_academy_id, about, kind), each in numbers.items():
        by_about[about][kind] = each
    known = queries.cohort_names(academy.id)
    names = _names(by_about, known)
    wish = About.read(request.args.get("about", ""))
    only = wish if wish in names else None
    scope = Scope([academy.id], _within(only, known) if only else None)
    return Results(
        Chosen(academy, found, names, only, scope),
        _numbers_by_kind(numbers, scope.about),
        {each: by_about[each] for each in names if each in by_about},
        queries.learning(scope).get(academy.id),
    )


def _names(abouts: Collection[About], known: Mapping[UUID, Any]) -> dict[About, Text]:
    """What can be looked at: modules by title, then cohorts, the latest first."""
    module_ids = {about.module_id for about in abouts if about.module_id}
    module_ids |= {known[about.cohort_id].module_id for about in abouts if about.cohort_id} - {None}
    titles = {module_id: pick(*words) for module_id, words in cohorts.module_titles(module_ids).items()}
    groups = sorted((known[about.cohort_id] for about in abouts if about.cohort_id), key=lambda row: (row.name, row.id))
    groups.sort(key=lambda row: row.due_on, reverse=True)
    modules = {
        About(module_id=module_id): titles[module_id]
        for module_id in sorted(titles, key=lambda each: titles[each].words)
    }
    return modules | {About(row.id): Text(row.name, current_language()) for row in groups}


def _within(about: About, known: Mapping[UUID, Any]) -> set[About]:
    """A module is asked about outside of cohorts, and in cohorts that take nothing else."""
    return {about} | {About(row.id) for row in known.values() if about.module_id and row.module_id == about.module_id}


@blueprint.get("/questionnaires")
@requires(Permission.SEE_PROGRESS)
def results() -> str:
    found = _results()
    page, every = page_asked(), list(found.by_about.items())
    return render_template(
        "cohorts/results.html",
        found=found,
        chosen=found.chosen,
        rows=every[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        last=last_page(len(every), PER_PAGE),
        remarks={kind: queries.remarks(found.chosen.scope, kind, MOST_REMARKS) for kind in Kind},
        may_remove=current_user.may(Permission.MANAGE_OFFICERS, found.chosen.academy.id),
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "fewest": SMALLEST,
        "kinds": NAMES,
        "levels": LEVELS,
        "level_names": LEVEL_NAMES,
        "mark_names": MARK_NAMES,
        "open_questions": OPEN_QUESTIONS,
        "rules": rules,
        "coarse": coarse,
        "sentences": SENTENCES,
        "statements": STATEMENTS,
    }


@blueprint.post("/questionnaires/<uuid:academy_id>/remarks/<uuid:remark_id>")
@requires(Permission.MANAGE_OFFICERS)
@writes
def remove_remark(academy_id: UUID, remark_id: UUID) -> Response:
    """Take away a remark that names somebody."""
    may = current_user.may(Permission.MANAGE_OFFICERS, academy_id)
    remark = (queries.remark_of(academy_id, remark_id) if may else None) or abort(404)
    service.remove(remark)
    flash(_("The remark is removed for good."), "ok")
    return redirect(url_for(".results", academy=academy_id, about=request.args.get("about")), 303)


@blueprint.get("/questionnaires/figures.<any(csv,xlsx):form>")
@requires(Permission.SEE_PROGRESS)
def results_file(form: str) -> Response:
    """The numbers of the page, one in each row."""
    found = _results()
    rows = ([found.chosen.name, *row] for row in _rows(found))
    headings = [
        _("Module or cohort"), _("Level"), _("What was asked"), _("Of whom or what"), _("Answer"), _("Number"),
    ]  # fmt: skip
    return sheet(form, "questionnaires", headings, rows)


def _rows(found: Results) -> Iterator[list[str]]:
    for kind, numbers in found.of_kind.items():
        begins = [str(LEVEL_NAMES[LEVELS[kind]]), str(NAMES[kind])]
        yield [*begins, "", _("Asked"), str(numbers.asked)]
        yield [*begins, "", _("Answered"), str(numbers.answered)]
        yield [*begins, "", _("Shown here"), str(numbers.shown)]
        for statement in STATEMENTS[kind] if numbers.shown else ():
            for mark in MARKS:
                given = str(numbers.marks[statement][mark])
                yield [*begins, str(SENTENCES[statement]), str(MARK_NAMES[mark]), given]
        if kind is Kind.REACTION:
            yield from _learned(found.learning)


def _learned(row: Any) -> Iterator[list[str]]:
    begins = [str(LEVEL_NAMES[2]), _("Pre-test and final assessment"), ""]
    if row:
        yield [*begins, _("People who completed"), str(row.completed)]
        yield [*begins, _("With both tests"), str(row.both)]
    if row and row.both:
        yield [*begins, _("Mean of the pre-tests, in percent"), f"{row.before:.1f}"]
        yield [*begins, _("Mean of the first final assessments, in percent"), f"{row.after:.1f}"]
        yield [*begins, _("Improved"), str(row.improved)]


@blueprint.get("/questionnaires/academies")
@requires(Permission.SEE_FIGURES)
def academies() -> str:
    """Academies side by side, for those who see no names: all numbers rounded down to tens."""
    of_academy: dict[UUID, dict[tuple[UUID, About, Kind], Numbers]] = defaultdict(dict)
    for key, numbers in queries.numbers(None).items():
        of_academy[key[0]][key] = numbers
    learning = queries.learning(Scope(None))
    lines = [(row, _numbers_by_kind(of_academy[row.id], None), learning.get(row.id)) for row in places.academies()]
    return render_template("cohorts/side_by_side.html", lines=lines, **_words())
