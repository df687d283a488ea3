"""Forms for bringing a module, and for copying one."""

import base64
import binascii
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from elearn.authoring.rules.drafts import is_module_id
from elearn.foundation.forms import Choice, NumberField, OneOf, TidyForm, required


class ZipForm(TidyForm):
    """A zip with the folder of a module."""

    file = FileField(_l("Zip file"), validators=[FileRequired(message=_l("Please choose a file."))])


class _Bytes(Field):
    """Bytes that the page keeps between two requests; none where somebody changed them to what are no bytes."""

    def _value(self) -> str:
        return base64.b64encode(self.data or b"").decode()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = base64.b64decode("".join(valuelist), validate=True)
        except (binascii.Error, ValueError):
            self.data = b""


class _Count(NumberField):
    widget = HiddenInput()


class PlaceForm(TidyForm):
    """To which academy a new module belongs."""

    academy: Any = OneOf(_l("Belongs to"))

    def offer(self, academies: list[Choice]) -> None:
        """The academies that the visitor may write for; an empty one is the programme."""
        self.academy.choices = academies

    @property
    def academy_id(self) -> UUID | None:
        """The academy of a valid form, None for the programme."""
        return UUID(self.academy.data) if self.academy.data else None


class LookedForm(PlaceForm):
    """What was looked at, to be saved: the zip once more, and how many saves there were then."""

    zip: Any = _Bytes()
    saves: Any = _Count()


class CopyForm(PlaceForm):
    """A copy under an id of its own."""

    module_id: Any = StringField(_l("Id of the copy"), validators=[required()])

    def validate_module_id(self, field: StringField) -> None:
        if not is_module_id(field.data or ""):
            raise ValidationError(_l("Use lower-case Latin letters, digits and hyphens, at most 60."))
