"""Refusals of the services as sentences, where several pages say the same."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from elearn.people.rules.passwords import LONGEST_PASSWORD, PasswordProblem, shortest_password
from elearn.people.rules.signing_in import Refusal

_TOO_MANY = _l("Too many wrong tries. Please wait 15 minutes and try again.")
SIGN_IN_REFUSALS = {
    Refusal.WRONG: _l("The name or the password is wrong. Please try again."),
    Refusal.TOO_MANY: _TOO_MANY,
}
PASSWORD_REFUSALS = {Refusal.WRONG: _l("The password is wrong. Please try again."), Refusal.TOO_MANY: _TOO_MANY}
CODE_REFUSALS = {
    Refusal.WRONG: _l("This code is used up or out of date. Ask your academy for a new one."),
    Refusal.TOO_MANY: _TOO_MANY,
}
_PASSWORDS = {
    PasswordProblem.COMMON: _l(
        "Many people use this password, so it is quickly guessed. Three or four words make a good one."
    ),
    PasswordProblem.OWN_NAME: _l("This is your name or number. Please choose something that others do not know."),
}


def about_password(problem: PasswordProblem) -> Any:
    """What is wrong with a password somebody wants to have."""
    match problem:
        case PasswordProblem.TOO_LONG:
            most = LONGEST_PASSWORD
            return ngettext("Please use at most %(num)d character.", "Please use at most %(num)d characters.", most)
        case PasswordProblem.TOO_SHORT | PasswordProblem.TOO_SHORT_FOR_STAFF:
            least = shortest_password(staff=problem is PasswordProblem.TOO_SHORT_FOR_STAFF)
            return ngettext("Please use at least %(num)d character.", "Please use at least %(num)d characters.", least)
        case _:
            return _PASSWORDS[problem]
