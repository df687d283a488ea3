"""What can be wrong with a quiz."""

from elearn.foundation.manuscript.complaints import N_, Problem


class QuizProblem(Problem):
    """What is wrong with a question or with the bank of them, and what to do."""

    NO_OBJECTIVE = (
        N_("This question does not say what it tests."),
        N_("Write objective= and the id of an objective of module.md into the curly braces."),
    )
    UNKNOWN_OBJECTIVE = (
        N_("There is no objective “%(objective)s”."),
        N_("Use one of those in module.md: %(known)s."),
    )
    NO_DIFFICULTY = (
        N_("This question does not say how difficult it is."),
        N_("Write difficulty=1 (easy), difficulty=2 (middling) or difficulty=3 (hard) into the curly braces."),
    )
    BAD_TAG = (
        N_("“%(tag)s” cannot be a tag."),
        N_("Use lower-case Latin letters, digits and hyphens, at most 60, with commas and no spaces between tags."),
    )
    UNKNOWN_KIND = (
        N_("It is not clear how this question is to be answered."),
        N_(
            "Write options (- [x] and - [ ]), or one of the other kinds as the description of the format shows them. Where "
            "two are possible, write kind= and its name into the curly braces: %(known)s."
        ),
    )
    UNKNOWN_MARKING = (
        N_("marks= says neither all nor part."),
        N_("Write marks=part for points for a part of the answer, marks=all for all or nothing."),
    )
    MARK_IN_TRANSLATION = (
        N_("A translation does not say which option is right."),
        N_("Delete the [x] or [ ]: the source language says it for all languages."),
    )
    NO_EXPLANATION = (
        N_("This question has no explanation."),
        N_("After the options, write > and why the right answer is right, with its source."),
    )
    LOST_OPTION = (
        N_("“%(words)s” is no option, as it has neither a mark nor an id."),
        N_("Write - [x] or - [ ] before it and an id after it. An empty line ends a list that has no options."),
    )
    STEP_NUMBER = (
        N_("This step has the number %(number)d where %(expected)d comes next."),
        N_("Write the steps in the right order, from top to bottom, and number them 1, 2, 3 and so on."),
    )
    OPTION_TOO_LATE = (
        N_("This option stands after the explanation."),
        N_("Put the explanation last. Feedback of an option begins with two spaces before the >."),
    )
    NO_TABLE_HEADINGS = (
        N_("This table has no headings, so its first line is not a question's part."),
        N_("Begin it with two lines: | What you see | What you do | and |---|---|"),
    )
    STRAY_TEXT = (
        N_("This line belongs to no part of the question."),
        N_("Put two spaces before a line that goes on with an option or a step, and > before the explanation."),
    )
    NOT_IN_SOURCE = (
        N_("“%(id)s” does not stand in the source language."),
        N_("Use the ids of the source language, or delete it here."),
    )
    PART_NOT_TRANSLATED = (
        N_("“%(id)s” of this question is missing."),
        N_("Translate it too: a question is shown in one language as a whole."),
    )
