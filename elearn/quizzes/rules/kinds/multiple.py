"""Multiple choice: several options are right."""

from fractions import Fraction

from elearn.quizzes.rules.choice import Choice
from elearn.quizzes.rules.kind import N_, Answer, Question


class Multiple(Choice):
    """`- [x]` before each right option; `marks=part` in the heading gives points for a part of them."""

    label = N_("Multiple choice")
    many = True

    def score(self, question: Question, answer: Answer) -> Fraction:
        right, chosen = set(question.key["right"]), set(answer["choice"])
        if not question.key["partly"]:
            return Fraction(int(chosen == right))
        # Each wrong option takes away what a right one gives, so that choosing all of them brings nothing.
        return Fraction(max(0, len(chosen & right) - len(chosen - right)), len(right))


KIND = Multiple()
