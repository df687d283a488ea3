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
    TOO_FEW_OPTIONS = (
        N_("This question has fewer than two options."),
        N_("Write each option on a line of its own: - [x] for a right one, - [ ] for a wrong one."),
    )
    NO_MARK = (
        N_("This option is neither marked right nor wrong."),
        N_("Begin it with - [x] when it is right, with - [ ] when it is wrong."),
    )
    MARK_IN_TRANSLATION = (
        N_("A translation does not say which option is right."),
        N_("Delete the [x] or [ ]: the source language says it for all languages."),
    )
    NO_RIGHT_OPTION = (N_("No option of this question is right."), N_("Mark at least one with [x]."))
    NO_WRONG_OPTION = (N_("No option of this question is wrong."), N_("Mark at least one with [ ]."))
    NO_FEEDBACK = (
        N_("This wrong option has no feedback."),
        N_("Below it, write two spaces, > and why it is wrong."),
    )
    NO_EXPLANATION = (
        N_("This question has no explanation."),
        N_("After the options, write > and why the right answer is right, with its source."),
    )
    OPTION_TOO_LATE = (
        N_("This option stands after the explanation."),
        N_("Put the explanation last. Feedback of an option begins with two spaces before the >."),
    )
    STRAY_TEXT = (
        N_("This line is neither an option nor feedback nor the explanation."),
        N_("Put two spaces before a line that goes on with an option, and > before the explanation."),
    )
    NOT_IN_SOURCE = (
        N_("“%(id)s” does not stand in the source language."),
        N_("Use the ids of the source language, or delete it here."),
    )
    OPTION_NOT_TRANSLATED = (
        N_("The option “%(id)s” of this question is missing."),
        N_("Translate it too: a question is shown in one language as a whole."),
    )
