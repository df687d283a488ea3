"""What can be wrong with a module."""

from elearn.foundation.manuscript.complaints import N_, Problem


class FrontProblem(Problem):
    """What is wrong with where the front matter of a file stands, and what to do."""

    MISSING = (
        N_("This file does not begin with its front matter."),
        N_("Begin it with a line of ---, then the id and the other entries, then a line of --- again."),
    )
    NOT_CLOSED = (N_("The front matter does not end."), N_("Put a line of --- after its last entry."))


class ModuleProblem(Problem):
    """What is wrong with a module as a whole, and what to do."""

    NO_MODULES = (N_("There is no module here."), N_("Name the folder that holds the modules, or the folder of one."))
    NO_MODULE_FILE = (N_("The module has no file module.md."), N_("Write one: it says what the module is."))
    NO_QUIZ = (N_("The module has no questions."), N_("Write them into the file quiz.md of the source language."))
    OTHER_ID = (N_("The id “%(id)s” differs from the name, which says “%(name)s”."), N_("Make both the same."))
    RESERVED_ID = (N_("“%(id)s” is the address of another page."), N_("Use another id."))
    STRANGE_FILE = (
        N_("This file has no place in a module."),
        N_("Delete it, or name it as one of these: %(known)s."),
    )
    STRANGE_LANGUAGE = (N_("“%(language)s” is no language of this site."), N_("Use one of these: %(known)s."))
    NOT_IN_SOURCE_LANGUAGE = (
        N_("“%(key)s” is not there in the source language, %(language)s."),
        N_("Add it: other languages fall back on it."),
    )
    NOT_IN_CONTENTS = (
        N_("“%(id)s” is not among the contents of the module."),
        N_("Add it to contents in module.md, or delete this file."),
    )
    NO_SUCH_PART = (
        N_("There is no file for “%(id)s” in the source language."),
        N_("Write the file %(file)s, or delete the entry."),
    )
    SAME_PART = (
        N_("The file %(file)s has the id “%(id)s” too."),
        N_("Give each part an id of its own; the number before it does not count."),
    )
    TWICE_IN_CONTENTS = (N_("“%(id)s” stands in the contents twice."), N_("Delete one of the two."))
    NOT_IN_SOURCE = (
        N_("“%(id)s” does not stand in the source language."),
        N_("Use the ids of the source language, or delete it here."),
    )
    UNKNOWN_OBJECTIVE = (
        N_("There is no objective “%(objective)s”."),
        N_("Use one of those in module.md: %(known)s."),
    )
    TOO_FEW_QUESTIONS = (
        N_("The papers draw %(wanted)d questions by “%(lines)s”, and the quiz has %(there)d of them."),
        N_("Write more questions that fit, or draw fewer: pre-test and final assessment share none."),
    )
    NOT_TAUGHT = (
        N_("No lesson teaches part (%(part)s) of rule 76 (1)."),
        N_("Add it to rule76 of the lesson that does, or delete it here."),
    )
    TAUGHT_UNSAID = (
        N_("module.md does not say that the module teaches part (%(part)s) of rule 76 (1)."),
        N_("Add it to rule76 in module.md, or delete it here."),
    )
    UNKNOWN_MODULE = (N_("There is no module “%(id)s”."), N_("Write the id of another module, or delete it."))
    REQUIRED_IN_CIRCLE = (
        N_("These modules require each other, so nobody could start: %(modules)s."),
        N_("Delete one of the requirements."),
    )


class GlossaryProblem(Problem):
    """What is wrong with a glossary, and what to do."""

    NO_TERMS = (N_("The glossary has no terms."), N_("Write each below a ## heading, or delete this file."))
    NO_EXPLANATION = (N_("This term is not explained."), N_("Write below the heading what it means, or delete it."))


class CourseProblem(Problem):
    """What is wrong with a course, and what to do."""

    TWICE = (N_("“%(id)s” stands in the course twice."), N_("Delete one of the two."))
    REQUIRED_LATER = (
        N_("“%(id)s” requires “%(required)s”, which does not stand before it."),
        N_("Put “%(required)s” into the list, before “%(id)s”."),
    )
    TEXT_BELOW = (N_("This text is shown nowhere."), N_("Put it into the summary, or delete it."))


class ScenarioProblem(Problem):
    """What is wrong with a branching scenario, and what to do."""

    NO_SCENES = (N_("The scenario has no scenes."), N_("Write each below a ## heading."))
    NOT_A_CHOICE = (
        N_("This choice cannot be read."),
        N_("Write it in this form: - [what you do](#id-of-the-next-scene) +1: why it was right or wrong"),
    )
    DEAD_LINK = (N_("This choice leads to “%(target)s”, and there is no such scene."), N_("Use the id of a scene."))
    TEXT_AFTER_CHOICES = (
        N_("This line stands after a choice and is not part of it."),
        N_("Move it above the choices, or put two spaces before it if it goes on with the reason."),
    )
    NO_ENDING = (
        N_("This scene has no choices and does not say how it ends."),
        N_("Add choices, or write ending=good, ending=mixed or ending=poor into the curly braces."),
    )
    NOT_AN_ENDING = (
        N_("An ending is good, mixed or poor."),
        N_("Write ending=good, ending=mixed or ending=poor."),
    )
    ENDING_WITH_CHOICES = (
        N_("This scene is an ending and has choices."),
        N_("Delete the choices, or delete ending= from the curly braces."),
    )
    UNREACHABLE = (N_("No choice leads to this scene."), N_("Let one lead here, or delete the scene."))
    NO_WAY_OUT = (
        N_("From this scene no ending can be reached."),
        N_("Let a choice lead on, in the end, to a scene that is an ending."),
    )
    NO_REASON = (
        N_("This choice has no reason, and in the source language it has one."),
        N_("Translate it too: after the link, a colon and the reason."),
    )
    OTHER_CHOICES = (
        N_("The choices of this scene lead elsewhere than in the source language: %(targets)s."),
        N_("Use the same choices in the same order."),
    )


class MediumProblem(Problem):
    """What is wrong with a file in the folder media, and what to do."""

    BAD_NAME = (
        N_("The name of this file cannot be used."),
        N_(
            "Use lower-case Latin letters, digits and hyphens, and at the end .png, .jpg or .webp; .mp3, .ogg or .m4a for a "
            "sound; .mp4 or .webm for a video; .pdf for a document."
        ),
    )
    NOT_A_PICTURE = (
        N_("What this file holds is not what its name says."),
        N_("Save the picture as PNG, JPEG or WebP; drawings in SVG are not shown."),
    )
    TOO_LARGE = (
        N_("This file is too large for a slow line."),
        N_("Make it smaller: %(most)d kB at most."),
    )
    UNUSED = (N_("No lesson shows this file."), N_("Show it in a lesson, or delete it."))
