"""The shape of what is sent to begin a module, or a part of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from elearn.authoring.rules.drafts import id_after, is_module_id
from elearn.foundation.forms import TidyForm, at_most, chosen, id_or_none, line
from elearn.foundation.locale import LANGUAGES

LONGEST_TITLE = 120
_BAD_ID = _l("Use lower-case Latin letters, digits and hyphens, at most 60.")
KINDS = {"lesson": _l("Lesson"), "scenario": _l("Scenario"), "quiz": _l("Questions")}


def _named(name: Any, title: Any) -> bool:
    """Whether the field has an id; where it has none, it gets one after the title."""
    if title is not None and not name.data:
        name.data = id_after(title.data or "")
    if not is_module_id(name.data or ""):
        name.errors = [_BAD_ID]
        return False
    return True


class NewModuleForm(TidyForm):
    """A new module. The title is asked for in the source language; without a name, the module is called after it."""

    name = line(_l("Id of the module"), 60, optional=True)
    language = SelectField(_l("Language in which it is written first"), choices=list(LANGUAGES.items()))
    academy = SelectField(_l("To whom it belongs"), validators=[chosen()])

    def offer(self, academies: Sequence[tuple[str, str]], programme: bool) -> None:
        """Give the choices of owners."""
        self.academy.choices = [*([("programme", _l("The programme"))] if programme else []), *academies]

    @property
    def titles(self) -> dict[str, Any]:
        """The fields of titles by language."""
        return {code: self[f"title_{code}"] for code in LANGUAGES}

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        title = self.titles.get(self.language.data)
        if title is not None and not title.data:
            title.errors = [_l("Please fill this in.")]
            return False
        return _named(self.name, title) and whole

    @property
    def owner(self) -> UUID | None:
        return None if self.academy.data == "programme" else id_or_none(self.academy.data)


for _code, _name in LANGUAGES.items():
    _words = _l("Title: %(language)s", language=_name)
    setattr(NewModuleForm, f"title_{_code}", StringField(_words, [at_most(LONGEST_TITLE)], default=""))


class NewPartForm(TidyForm):
    """A new file of a module."""

    kind = SelectField(_l("What to add"), choices=list(KINDS.items()))
    part_language = SelectField(_l("Language"), choices=list(LANGUAGES.items()))
    name = line(_l("Id"), 50, optional=True)
    title = line(_l("Title"), LONGEST_TITLE, optional=True)

    def path(self, paths: Sequence[str]) -> str:
        """Of the file: lessons are numbered after those that are there."""
        language, name = self.part_language.data, self.name.data or ""
        if self.kind.data == "quiz":
            return f"{language}/quiz.md"
        if self.kind.data == "scenario":
            return f"{language}/scenario-{name.removeprefix('scenario-')}.md"
        number = 1 + sum(path.startswith(f"{language}/") and path[3:5].isdigit() for path in paths)
        return f"{language}/{number:02}-{name}.md"

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        if self.kind.data != "quiz":
            whole = _named(self.name, self.title) and whole
            if not self.title.data:
                self.title.errors = [_l("Please fill this in.")]
                whole = False
        return whole
