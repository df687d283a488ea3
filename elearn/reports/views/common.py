"""What the pages of reports share: their blueprint, and what addresses ask for."""

from uuid import UUID

from flask import Blueprint, request

from elearn.courses.queries import published
from elearn.foundation import locale

blueprint = Blueprint("reports", "elearn.reports", template_folder="templates")


def titles() -> dict[str, locale.Text]:
    """What the modules are called now."""
    return {m.module_id: locale.pick(m.titles, m.source) for m in published.catalogue()}


def id_asked(name: str) -> UUID | None:
    return request.values.get(name, type=UUID)
