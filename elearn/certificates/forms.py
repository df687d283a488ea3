"""What is typed in to check a certificate: its code, and the name on it."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField

from elearn.foundation import ids
from elearn.foundation.forms import TidyForm, ValidationError, at_most, required


def _well_typed(_form: TidyForm, field: Field) -> None:
    if ids.read_code(field.data) is None:
        raise ValidationError(
            _l(
                "This is not a whole code, or a character is mistyped. Please compare it with the certificate once more."
            )
        )


class CodeForm(TidyForm):
    """The code of a certificate. It changes nothing, so it is sent in the address and needs no token."""

    class Meta(TidyForm.Meta):
        csrf = False

    code = StringField(_l("Certificate code"), [required(), at_most(40), _well_typed])


class NameForm(TidyForm):
    """A name to compare with the one on the certificate."""

    name = StringField(_l("Name on the certificate"), [required(), at_most(200)])
