"""Questionnaires in words, and the shape of what is sent from their pages."""

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import NumberRange

from elearn.cohorts.rules.questionnaires import CANNOT_SAY, MARKS, STATEMENTS, Kind
from elearn.foundation.forms import NumberField, TidyForm, at_most, chosen, line, required

NAMES = {
    Kind.REACTION: _l("At the end of the training"),
    Kind.FOLLOW_UP: _l("Three months later, to the officer"),
    Kind.SUPERVISOR: _l("Three months later, to the supervisor"),
}
# Kirkpatrick's names of the four levels.
LEVEL_NAMES = {
    1: _l("Level 1: reaction"),
    2: _l("Level 2: learning"),
    3: _l("Level 3: behaviour"),
    4: _l("Level 4: results"),
}
SENTENCES = {
    "useful": _l("What I learned is useful in my work."),
    "clear": _l("The training was easy to understand."),
    "new": _l("I learned something new."),
    "close-to-work": _l("Examples and exercises were close to what happens where I work."),
    "recommended": _l("I would recommend this training to a colleague."),
    "used": _l("I have used in my work what I learned."),
    "differently": _l("I do some things in my work differently since the training."),
    "confident": _l("I am surer of what to do in difficult situations."),
    "supported": _l("My supervisor supports me in using what I learned."),
    "enabled": _l("I have the time and the means to use what I learned."),
    "uses": _l("The officer uses in the work what was learned."),
    "safer": _l("The officer handles difficult situations more safely than before."),
    "by-the-rules": _l("The officer follows the rules more surely than before."),
    "passes-on": _l("The officer passes on to colleagues what was learned."),
    "can-use": _l("The officer has the time and the means to use what was learned."),
}
OPEN_QUESTIONS = {
    Kind.REACTION: _l("What should be better?"),
    Kind.FOLLOW_UP: _l("What helps you to use what you learned, and what stops you?"),
    Kind.SUPERVISOR: _l("What has changed in the work since the training?"),
}
MARK_NAMES = {
    5: _l("I agree"),
    4: _l("I rather agree"),
    3: _l("I neither agree nor disagree"),
    2: _l("I rather disagree"),
    1: _l("I disagree"),
    CANNOT_SAY: _l("I cannot say"),
}
LONGEST_REMARK = 2000


class AnswerForm(TidyForm):
    """An answer: one mark for each statement, and perhaps a remark. See `answer_form`."""

    @property
    def marks(self) -> dict[str, int]:
        """What a valid form says."""
        return {name: field.data for name, field in self._fields.items() if name in SENTENCES}

    @property
    def statements(self) -> list[Any]:
        return [field for name, field in self._fields.items() if name in SENTENCES]


@cache
def answer_form(kind: Kind) -> type[AnswerForm]:
    """The form of a questionnaire."""
    choices = [(mark, MARK_NAMES[mark]) for mark in MARKS]
    fields = {
        statement: RadioField(
            SENTENCES[statement], [chosen()], choices=choices, coerce=int, validate_choice=True, default=None
        )
        for statement in STATEMENTS[kind]
    }
    words = TextAreaField(OPEN_QUESTIONS[kind], [at_most(LONGEST_REMARK)], render_kw={"rows": 4})
    return type(f"{kind.name.title()}Form", (AnswerForm,), {**fields, "words": words})


class CodeForm(TidyForm):
    """The code of a form on paper."""

    code = line(_l("Code of the form"), 20)


class HowManyForm(TidyForm):
    """How many more forms are to be printed."""

    number: Any = NumberField(
        _l("More forms"),
        [
            required(),
            NumberRange(
                1, 200, message=_l("Please give a whole number from %(least)d to %(most)d.", least=1, most=200)
            ),
        ],
        render_kw={"inputmode": "numeric"},
    )
