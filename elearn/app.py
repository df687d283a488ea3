"""create_app: puts the features together. The only file that knows every one of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Flask, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_compress import Compress
from flask_login import LoginManager, current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

import elearn.authoring.cli
import elearn.authoring.views
import elearn.certificates.cli
import elearn.certificates.views
import elearn.cohorts.cli
import elearn.cohorts.jobs.post
import elearn.cohorts.service.cohorts
import elearn.cohorts.views
import elearn.courses.cli
import elearn.courses.jobs
import elearn.courses.queries.progress
import elearn.courses.service.judging
import elearn.courses.service.progress
import elearn.courses.views
import elearn.demonstration
import elearn.people.cli
import elearn.people.jobs
import elearn.people.service.projection
import elearn.people.service.signing_in
import elearn.people.views
import elearn.quizzes.cli
import elearn.quizzes.views
import elearn.reports.cli
import elearn.reports.jobs
import elearn.reports.service
import elearn.reports.views
from config import ROOT, Settings
from elearn import backup, serving
from elearn.foundation import access, clock, locale, web
from elearn.foundation.db import db, engine_options
from elearn.foundation.jobs import Kind
from elearn.foundation.worker import Chore
from elearn.people.queries import places
from elearn.people.rules.roles import Nobody, Permission

# The only upward calls there are: facts.add() runs them, in this order, in the transaction that adds the fact.
PROJECTIONS = (
    elearn.people.service.projection.project,
    elearn.courses.service.publishing.project,
    elearn.courses.service.progress.project,
    elearn.cohorts.service.cohorts.project,
    elearn.reports.service.project,
)

# The same for thousands of facts at once (facts.add_many), where one by one would take too long.
PROJECTIONS_OF_MANY = {
    elearn.people.service.projection.project: elearn.people.service.projection.project_many,
    elearn.reports.service.project: elearn.reports.service.project_many,
}

# What is said of things of which nothing is known but their first facts (facts.add_first): an officer who has just been
# registered has completed nothing that the other projections would count.
PROJECTIONS_OF_FIRST = (elearn.people.service.projection.project_first,)

# What runs in the background, by name, and what is done every hour without anybody asking: foundation.jobs and worker.
JOBS: Mapping[str, Kind] = {
    **elearn.people.jobs.KINDS,
    elearn.courses.service.judging.JOB: elearn.courses.jobs.JUDGING,
    **elearn.cohorts.jobs.post.KINDS,
    **elearn.reports.jobs.KINDS,
}
CHORES: tuple[Chore, ...] = (
    *elearn.people.jobs.CHORES,
    elearn.reports.service.take_up_orders,
    elearn.courses.service.judging.judge_what_changed,
    elearn.certificates.service.enrol_again,
    *elearn.cohorts.jobs.post.CHORES,
)

# The first page: for whom, and what a feature shows there, in this order. Somebody with several roles sees what belongs to each.
FIRST_PAGE: tuple[tuple[Permission, web.Part], ...] = (
    (Permission.LEARN, elearn.courses.views.first.go_on),
    (Permission.LEARN, elearn.certificates.views.own.what_is_held),
    (Permission.MANAGE_OFFICERS, elearn.reports.views.first.academy),
    (Permission.ASSESS, elearn.quizzes.views.assessment.to_do),
    (Permission.ASSESS, elearn.courses.views.first.who_is_stuck),
    (Permission.ASSESS, elearn.courses.views.first.hard_questions),
    (Permission.SEE_FIGURES, elearn.reports.views.first.programmes),
)

# The main menu: where, in which words, for whom.
NAVIGATION = (
    ("first_page", _l("Today"), Permission.OWN_ACCOUNT),
    ("courses.home", _l("My modules"), Permission.LEARN),
    ("certificates.mine", _l("Certificates"), Permission.LEARN),
    ("reports.overview", _l("Overview"), Permission.SEE_PROGRESS),
    ("quizzes.assessment", _l("Assessment"), Permission.ASSESS),
    ("cohorts.sessions", _l("Sessions"), Permission.TEACH),
    ("people.officers", _l("Officers"), Permission.MANAGE_OFFICERS),
    ("courses.enrolment", _l("Enrolment"), Permission.ENROL),
    ("cohorts.cohorts", _l("Cohorts"), Permission.SEE_PROGRESS),
    ("certificates.academy", _l("Certificates"), Permission.MANAGE_OFFICERS),
    ("reports.programmes", _l("Officers trained"), Permission.SEE_FIGURES),
    ("reports.exports", _l("Exports"), Permission.EXPORT_WITHOUT_NAMES),
    ("people.site", _l("Academies and staff"), Permission.MANAGE_SITE),
    ("authoring.modules", _l("Authoring"), Permission.AUTHOR),
    ("courses.catalogue", _l("Modules"), Permission.PREVIEW),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Raises config.UnsafeSettings, and RuntimeError for a view that declares no access."""
    settings = settings or Settings.from_environment()
    settings.refuse_if_unsafe()
    app = Flask("elearn", static_folder=None, template_folder="foundation/templates", root_path=str(ROOT / "elearn"))
    app.config.update(settings.for_flask())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "elearn" / "translations")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["projections"] = PROJECTIONS
    app.extensions["projections of many"] = PROJECTIONS_OF_MANY
    app.extensions["projections of first"] = PROJECTIONS_OF_FIRST
    app.extensions["jobs"] = dict(JOBS)
    app.extensions["chores"] = CHORES
    app.extensions["modules to pass"] = elearn.courses.queries.progress.to_pass
    app.extensions["clients"] = elearn.reports.service.client_behind

    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=False)
    app.before_request(web.let_in_what_a_view_takes)  # the protection below reads the form
    CSRFProtect(app)
    Compress(app)
    _start_sign_in(app)
    locale.start(app)
    web.start(app)
    for feature in (
        elearn.people,
        elearn.quizzes,
        elearn.courses,
        elearn.authoring,
        elearn.cohorts,
        elearn.certificates,
        elearn.reports,
    ):
        app.register_blueprint(feature.views.blueprint)
    for feature in (elearn.people, elearn.quizzes, elearn.cohorts, elearn.certificates, elearn.reports):
        app.cli.add_command(feature.cli.commands)
    for group in elearn.courses.cli.groups:
        app.cli.add_command(group)
    for command in elearn.authoring.cli.content:
        elearn.courses.cli.groups[0].add_command(command)
    for module in (elearn.demonstration, serving, backup):
        module.register(app)
    _add_first_page(app)
    access.check_every_view(app)
    return app


def _start_sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.anonymous_user = Nobody
    manager.session_protection = (
        None  # sign-ins are rows that can be ended; an address that changes means nothing on a LAN
    )
    manager.user_loader(elearn.people.service.signing_in.visitor)


def _add_first_page(app: Flask) -> None:
    @app.get("/")
    @access.requires(Permission.OWN_ACCOUNT)
    def first_page() -> str:
        """All parts that are the visitor's, of the academy chosen where they see several."""
        academies = places.academies(current_user.scopes(Permission.SEE_PROGRESS) or frozenset())
        wanted = request.args.get("academy", type=UUID)
        academy = next((each for each in academies if wanted in (None, each.id)), None)
        if wanted and academy is None:
            abort(404)
        asked = web.Asked(academy)
        shown = [part(asked) for permission, part in FIRST_PAGE if current_user.may(permission)]
        today = clock.today(academy.time_zone) if academy else None
        return render_template(
            "foundation/first.html", parts=list(filter(None, shown)), academies=academies, academy=academy, today=today
        )

    addresses: list[tuple[str, Any, Permission]] = []

    def navigation() -> list[tuple[str, Any]]:
        """Address and words of each entry the visitor may open."""
        if not addresses:
            addresses.extend((url_for(endpoint), words, permission) for endpoint, words, permission in NAVIGATION)
        return [(address, words) for address, words, permission in addresses if current_user.may(permission)]

    app.jinja_env.globals.update(navigation=navigation, Permission=Permission)
