"""The language that commands speak."""

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask_babel import force_locale

from elearn.foundation.locale import LANGUAGES

P = ParamSpec("P")


def spoken(command: Callable[P, None]) -> Callable[P, None]:
    """The command speaks the language of the terminal, where that is one of ours."""

    @wraps(command)
    def run(*arguments: P.args, **values: P.kwargs) -> None:
        language = (os.environ.get("LC_ALL") or os.environ.get("LANG", ""))[:2]
        with force_locale(language if language in LANGUAGES else "en"):
            command(*arguments, **values)

    return run
