"""Lists of officers: sent, corrected, let in, asked for."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from elearn.foundation.forms import OneOf, TidyForm, id_or_none, required


class _FileForm(TidyForm):
    file = FileField(_l("File"), validators=[FileRequired(message=_l("Please choose a file."))])


class ListForm(_FileForm):
    """A list that is to be loaded."""

    academy = OneOf(_l("Academy"), [required()], coerce=id_or_none)


class CorrectedForm(_FileForm):
    """Rows of a list that were corrected."""


class LetInForm(TidyForm):
    """The list may be loaded."""

    looked_at = BooleanField(_l("I have looked at the doubtful rows: load them as they are."))


class WantedForm(TidyForm):
    """The officers of an academy as a list."""

    academy = OneOf(_l("Academy"), [required()], coerce=id_or_none)
    format = OneOf(_l("Format"), choices=[("xlsx", _l("Excel (XLSX)")), ("csv", "CSV")])
