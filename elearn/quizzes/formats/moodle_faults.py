"""Why a question of a Moodle file is left out, and what of one that is read gets lost."""

from elearn.quizzes.rules.kind import N_, Fault

TOO_MUCH_HTML = Fault(
    N_("There are more HTML tags in this file than can be read at once."), N_("Split it into several files.")
)
BROKEN = Fault(
    N_("The XML of this question is broken in this line."),
    N_("Export the question from Moodle once more, or write it anew in the editor."),
)
NO_TEXT = Fault(N_("This question asks nothing."), N_("Write the text of the question in Moodle."))
BARE_HTML = Fault(
    N_("HTML stands in this question that is not marked as text."),
    N_("In the file, write <![CDATA[ before it and ]]> after it, or export the question from Moodle once more."),
)
DESCRIPTION = Fault(
    N_("This is a text without answers, and no question."),
    N_("Put it into a lesson or into the question that it belongs to."),
)
CALCULATED = Fault(
    N_("This question calculates its answer from a formula."), N_("Write it as a number question with the result.")
)
AT_RANDOM = Fault(
    N_("This stands for questions drawn at random, and is none itself."),
    N_("Export the questions that it draws from. Here, the tests of a module draw questions by themselves."),
)
UNKNOWN_KIND = Fault(
    N_("There are no questions of the kind “%(kind)s” here."), N_("Write it as another kind of question.")
)
NO_ANSWER = Fault(N_("No answer of this question is right."), N_("In Moodle, give 100% to the answer that counts."))
SEVERAL_RIGHT = Fault(
    N_("Each of several options is a full answer to this question."),
    N_("Keep one right option, or let several be chosen, and give all right ones the same share of 100%%."),
)
PART_POINTS = Fault(
    N_("This question gives points for answers that are right in part."),
    N_("Keep what is quite right, or give all right answers the same share of the points."),
)
SEVERAL_NUMBERS = Fault(N_("In this question, several numbers or ranges count."), N_("Keep one, with a tolerance."))
NO_NUMBER = Fault(
    N_("“%(answer)s” is no number that could be read."), N_("Write it with figures and a point, such as 3.5.")
)
WILDCARD = Fault(
    N_("In the answer “%(answer)s”, * stands for whatever is typed."), N_("Write out the words that count.")
)
SIGNS = Fault(
    N_("In the answer “%(answer)s”, a bracket, a curly brace or | would mean something else here."),
    N_("Leave these signs out."),
)
ONLY_PICTURE = Fault(
    N_("A part of this question consists of a picture alone."),
    N_("Say in words what it shows, and add the picture to the text of the question in the editor."),
)

# What is lost of a question that is read.
PICTURES = Fault(N_("The pictures and files of this question do not come with it."), N_("Add them in the editor."))
HINTS = Fault(N_("The hints of this question do not come with it."), N_("Write into the explanation what matters."))
OVERALL = Fault(
    N_("“%(feedback)s” was said after any right, wrong or partly right answer. Here, a question has one explanation."),
    N_("Write into the explanation what shall stay."),
)
FEEDBACK = Fault(
    N_("“%(feedback)s” was said after one answer. Here, questions of this kind have one explanation for all answers."),
    N_("Write into the explanation what shall stay."),
)
EXPLANATION = Fault(
    N_("The explanation of this question was said after one answer only."), N_("Read whether it suits all answers.")
)
OTHER_POINTS = Fault(
    N_("Wrong options took away other points than they do here."),
    N_(
        "Nothing is to be done if this is right: with one right option, a wrong one brings nothing; with several, it takes "
        "away what a right one gives."
    ),
)
OTHER_SHARES = Fault(
    N_("In Moodle, points for a part of the right order were counted in another way."),
    N_("Nothing is to be done if this is right: here, each two steps in the right order bring the same."),
)
UNITS = Fault(
    N_("Of the units of this question, only “%(unit)s” comes with it."),
    N_("Say in the question that it is to be answered in this unit: here, units are not converted."),
)
UNIT_POINTS = Fault(
    N_("In Moodle, a wrong unit took points away. Here, nothing is said of what is typed after the number."),
    N_("Say in the question in which unit it is to be answered."),
)
LISTS = Fault(
    N_("In Moodle, the words for the gaps were chosen from lists. Here, they are typed."),
    N_("Add to each gap the other words that count, or write the question as matching."),
)
CAPITALS = Fault(
    N_("In Moodle, capitals counted in the gaps. Here, they do not."),
    N_("Where they shall count, ask for a short answer instead."),
)
SUBSET = Fault(
    N_("In Moodle, some of the steps were shown only. Here, all of them are to be put in order."),
    N_("Delete the steps that are too many."),
)
