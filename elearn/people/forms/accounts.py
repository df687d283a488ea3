"""Signing in, passwords and codes, and the accounts of staff."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from elearn.foundation import ids
from elearn.foundation.forms import Choice, OneOf, TidyForm, ValidationError, id_or_none, line, secret
from elearn.foundation.locale import LANGUAGES
from elearn.people.forms.officers import email
from elearn.people.rules.roles import AT_AN_ACADEMY, STAFF, Role, role_fits
from elearn.people.rules.signing_in import is_user_name, normalised_user_name

ROLES = {
    Role.OFFICER: _l("Officer"),
    Role.INSTRUCTOR: _l("Instructor"),
    Role.ACADEMY_ADMINISTRATOR: _l("Academy administrator"),
    Role.PROGRAMME_ADMINISTRATOR: _l("Programme administrator"),
    Role.MONITOR: _l("Monitor, sees figures only"),
}


class AddressForm(TidyForm):
    """Where one wants to be reminded."""

    email = line(_l("E-mail for reminders"), 200, email, optional=True)


class SignInForm(TidyForm):
    """Who one is."""

    name = line(_l("Service number or user name"), 100)
    password = secret(_l("Password"))


class UnlockForm(TidyForm):
    """Still the same person."""

    password = secret(_l("Password"))


class NewPasswordForm(TidyForm):
    """A password one wants to have, twice."""

    password = secret(_l("New password"))
    again = secret(_l("The new password once more"))

    def validate_again(self, field: Field) -> None:
        """Both must be the same, else nobody knows what was typed."""
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords are not the same."))


class ActivationForm(NewPasswordForm):
    """A printed code and the password it sets."""

    code = line(_l("Code from your slip"), 60)

    def validate_code(self, field: Field) -> None:
        """A slip of the finger is found by the check character; what was meant is put as it is printed."""
        code = ids.read_code(field.data)
        if code is None:
            raise ValidationError(
                _l("There is a mistake in this code. Please compare it with your slip, letter by letter.")
            )
        field.data = code


class PasswordForm(NewPasswordForm):
    """Another password for oneself."""

    current = secret(_l("Current password"))


class LanguageForm(TidyForm):
    """The language to read in."""

    language = OneOf(choices=list(LANGUAGES.items()))
    next = HiddenField()


class CodeForm(TidyForm):
    """In which language a slip is printed."""

    language = OneOf(_l("Language of the slip"), choices=list(LANGUAGES.items()))


def _user_name(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if not is_user_name(normalised_user_name(field.data)):
        raise ValidationError(
            _l("Please use 3 to 40 Latin letters, digits, dots and hyphens, beginning with a letter.")
        )


class StaffForm(TidyForm):
    """A new account of staff."""

    user_name = line(_l("User name"), 40, _user_name)
    display_name = line(_l("Name to show"), 100)


class RoleForm(TidyForm):
    """A role to give, at an academy or everywhere."""

    role = OneOf(_l("Role"), choices=[(role, ROLES[role]) for role in STAFF])
    academy = OneOf(_l("Academy"), coerce=id_or_none)

    def offer(self, academies: Sequence[Choice]) -> None:
        """Set the academies to choose from."""
        self.academy.choices = [("", _l("Everywhere")), *academies]

    def validate_academy(self, field: Field) -> None:
        """Instructors and academy administrators belong to an academy, the others do not."""
        if not role_fits(Role(self.role.data), field.data):
            at_one = Role(self.role.data) in AT_AN_ACADEMY
            raise ValidationError(_l("Choose the academy.") if at_one else _l("This role is held everywhere."))
