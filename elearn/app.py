"""create_app: puts the features together. The only file that knows every one of them."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_compress import Compress
from flask_login import LoginManager, current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

import elearn.authoring.cli
import elearn.authoring.views
import elearn.certificates.cli
import elearn.certificates.views
import elearn.cohorts.cli
import elearn.cohorts.service.cohorts
import elearn.cohorts.views
import elearn.courses.cli
import elearn.courses.queries.progress
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
from elearn.foundation import access, locale, web
from elearn.foundation.db import db, engine_options
from elearn.foundation.jobs import Kind
from elearn.foundation.worker import Chore
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

# What runs in the background, by name, and what is done every hour without anybody asking: foundation.jobs and worker.
JOBS: Mapping[str, Kind] = {
    **elearn.people.jobs.KINDS,
    "completions": elearn.reports.jobs.COMPLETIONS,
    "completions-named": elearn.reports.jobs.NAMED_COMPLETIONS,
}
CHORES: tuple[Chore, ...] = (*elearn.people.jobs.CHORES, elearn.reports.service.take_up_orders)

# The main menu: where, in which words, for whom. The first one a visitor may open is that visitor's first page.
NAVIGATION = (
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
    @access.public
    def first_page() -> Response:
        for endpoint, _words, permission in NAVIGATION:
            if current_user.may(permission):
                return redirect(url_for(endpoint))
        return redirect(url_for("people.sign_in"))

    addresses: list[tuple[str, Any, Permission]] = []

    def navigation() -> list[tuple[str, Any]]:
        """Address and words of each entry the visitor may open."""
        if not addresses:
            addresses.extend((url_for(endpoint), words, permission) for endpoint, words, permission in NAVIGATION)
        return [(address, words) for address, words, permission in addresses if current_user.may(permission)]

    app.jinja_env.globals.update(navigation=navigation, Permission=Permission)
