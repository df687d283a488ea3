"""One question of each kind as its author writes it, with what is secret of it marked."""

import re

from elearn.foundation.manuscript.text import read
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.rules.kind import Answer, Plan, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

# What begins with zz, and the number, is secret until it may be seen; ids always are.
SAMPLES = """\
## Who is told first? {#zzsecret-q-single objective=o difficulty=1}

- [x] The shift leader {#zzsecret-single-right}
- [ ] Nobody {#zzsecret-single-wrong}
  > zzsecret-feedback

> zzsecret-explanation

## What goes into the report? {#zzsecret-q-multiple objective=o difficulty=1 marks=part}

- [x] Facts {#zzsecret-multiple-facts}
- [x] The time {#zzsecret-multiple-time}
- [ ] Rumours {#zzsecret-multiple-rumours}
  > zzsecret-feedback

> zzsecret-explanation

## Visits may be refused as a punishment. {#zzsecret-q-true-false objective=o difficulty=1}

= false

- [x] Contact with the family stays. {#zzsecret-true-false-right}
- [ ] Visits are a reward. {#zzsecret-true-false-wrong}
  > zzsecret-feedback

> zzsecret-explanation

## What do you do first? {#zzsecret-q-matching objective=o difficulty=1}

| What you see | What you do |
|---|---|
| He stops eating {#zzsecret-matching-eating} | Tell the nurse {#zzsecret-matching-nurse} |
| Two groups sit apart {#zzsecret-matching-apart} | Tell the shift leader {#zzsecret-matching-leader} |
|  | Search all cells {#zzsecret-matching-search} |

> zzsecret-explanation

## Put the steps in order {#zzsecret-q-ordering objective=o difficulty=1}

1. Say who you are {#zzsecret-ordering-say}
2. Search in private {#zzsecret-ordering-search}
3. Write it down {#zzsecret-ordering-write}

> zzsecret-explanation

## How long may it last? {#zzsecret-q-number objective=o difficulty=1}

= 73916 ± 2 hours

> zzsecret-explanation

## Whose rules are they? {#zzsecret-q-short objective=o difficulty=1}

= zzsecret-Mandela | zzsecret-Mandela rules

> zzsecret-explanation

## Fill in the gaps. {#zzsecret-q-gaps objective=o difficulty=1}

Search in [[zzsecret-private]]{#zzsecret-gaps-where} and with [[zzsecret-respect|zzsecret-dignity]]{#zzsecret-gaps-how}.

> zzsecret-explanation

## Case: the quiet man {#zzsecret-q-rating objective=o difficulty=1}

He came three weeks ago and speaks to nobody.

= 1-5: no concern | high concern

| Factor | Panel |
|---|---|
| Contacts {#zzsecret-rating-contacts} | 4-5 |
| Talk of revenge {#zzsecret-rating-revenge} | 1-2 |

> zzsecret-explanation

## Write the report. {#zzsecret-q-essay objective=o difficulty=1}

= 150 words

| Criterion | 0 | 1 | 2 |
|---|---|---|---|
| Facts come first {#zzsecret-essay-facts} | zzsecret-opinions | zzsecret-some | zzsecret-facts |
| What is done next {#zzsecret-essay-next} | zzsecret-nothing | zzsecret-something | zzsecret-all |

> zzsecret-explanation
"""
SECRETS = re.compile(rb"zzsecret[\w-]*|73916")


def written() -> dict[str, WrittenQuestion]:
    """The samples by kind."""
    manuscript = read("quiz.md", SAMPLES.encode())
    found = {kind_of(each) or "": each for each in read_quiz(manuscript, Setting(True, {"o"}, ()))}
    assert manuscript.complaints == []
    return found


def as_fields(kind: str, layout: Plan, answer: Answer) -> dict[str, list[str]]:
    """The fields that a browser sends for an answer: the other way round than rules.kind.at_places."""
    return {
        f"answer-{number}": [str(layout[slot.role].index(given)) if slot.role else given for given in answer[slot.id]]
        for number, slot in enumerate(KINDS[kind].slots(layout))
        if slot.id in answer
    }
