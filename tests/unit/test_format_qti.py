"""QTI: what the schemas ask of each file, the points that its rules give, and what it cannot say.

Of the manifest, imsqtiv3p0_imscpv1p2_v1p0.xsd and imsqti_metadatav3p0_v1p0.xsd of
https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/ are followed; for items see qti_schema.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from itertools import permutations, product
from typing import Any
from xml.etree.ElementTree import Element, canonicalize, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.quizzes.formats import qti_items
from elearn.quizzes.formats.carrying import PICTURES, TANGLED, UNFINISHED
from elearn.quizzes.formats.exchange import Exported, NotCarried
from elearn.quizzes.formats.qti import MANIFEST, write
from elearn.quizzes.rules.kind import Answer, Fault, Question, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of
from tests.unit.qti_schema import ITEM, check_item
from tests.unit.qti_session import Session
from tests.unit.written import PARTS, questions

Part = WrittenPart
PACKAGE = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
QTI, LOM = "{http://www.imsglobal.org/xsd/imsqti_metadata_v3p0}", "{http://ltsc.ieee.org/xsd/LOM}"


def question(heading: str, **further: object) -> WrittenQuestion:
    values = {"id": "q", "more": "", "objective": "", "difficulty": 0, "explanation": "Rule 1."} | further
    return WrittenQuestion(heading=heading, **values)  # type: ignore[arg-type]


SINGLE = question(
    "Who *is* told?",
    more="- A & B\n- C",
    objective="lawful",
    difficulty=3,
    options=(Part("1-right", "The shift **leader**", True), Part("wrong", "Nobody", False, "Somebody is.")),
)
MULTIPLE = question(
    "What goes in?",
    partly=True,
    options=tuple(Part(f"o{place}", f"Option {place}", place < 3, "Hm." * (place > 3)) for place in range(5)),
)
JUDGED = question("Visits are a reward.", sets=(Part("", "false"),))
REASONED = replace(JUDGED, options=(Part("stays", "Contact stays.", True), Part("no", "They are.", False, "No.")))
PAIRS = question(
    "What first?",
    columns=("", ""),
    rows=(
        (Part("eating", "He stops eating"), Part("nurse", "Tell the nurse")),
        (Part("apart", "Two groups sit apart"), Part("leader", "Tell the leader")),
        (Part("", ""), Part("cells", "Search all cells")),
    ),
)
STEPS = question("In order", steps=tuple(Part(name, name.title()) for name in ("say", "do", "write", "read")))
NUMBER = question("How long?", sets=(Part("", "15 ± 1.5 days"),))
SHORT = question("Whose?", sets=(Part("", "Mandela | Mandela rules {case}"),))
GAPS = question(
    "Fill in.",
    more="Search in [[private]]{#where}  \nnow.\n\n| with | [[respect|dignity]]{#how} |\n|---|---|\n| a | b |",
)
ALL = (SINGLE, MULTIPLE, JUDGED, REASONED, PAIRS, STEPS, NUMBER, SHORT, GAPS)


def unpacked(exported: Exported) -> dict[str, Element]:
    """The files of a package, read as XML."""
    with zipfile.ZipFile(BytesIO(exported.data)) as archive:
        assert archive.testzip() is None
        return {name: fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own


def item_of(written: WrittenQuestion, language: str = "en") -> Element:
    exported = write([written], language)
    assert exported.left_out == ()
    _manifest, item = unpacked(exported).values()
    return item


def body_of(item: Element) -> Element:
    body = item.find(f"{ITEM}qti-item-body")
    assert body is not None
    return body[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_item_is_as_the_schema_asks(language: str) -> None:
    named = [
        replace(each, id=f"q{number}", partly=partly)
        for number, (each, partly) in enumerate(product(ALL, (True, False)))
    ]
    exported = write(named, language)
    assert exported.left_out == ()
    files = unpacked(exported)
    assert [*files] == [MANIFEST, *(f"items/{each.id}.xml" for each in named)]
    for name, item in files.items():
        if name != MANIFEST:
            check_item(item)
            assert item.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
            assert body_of(item).attrib == {"dir": "rtl" if language == "ar" else "ltr"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(PARTS))
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_any_question_makes_an_item(kind: str, data: st.DataObject) -> None:
    written = data.draw(questions(kind))
    check_item(item_of(written))


def test_the_manifest() -> None:
    manifest = unpacked(write([SINGLE, replace(GAPS, id="2-gaps")], "ru"))[MANIFEST]
    assert [child.tag.removeprefix(PACKAGE) for child in manifest] == ["metadata", "organizations", "resources"]
    assert [child.text for child in manifest[0]] == ["QTI Package", "3.0.0"]
    assert manifest.attrib["identifier"]
    first, second = manifest[2]
    assert first.attrib == {"identifier": "q", "type": "imsqti_item_xmlv3p0", "href": "items/q.xml"}
    assert second.attrib == {"identifier": "_2-gaps", "type": "imsqti_item_xmlv3p0", "href": "items/2-gaps.xml"}
    assert [child.tag.removeprefix(PACKAGE) for child in first] == ["metadata", "file"]
    assert [file.attrib for file in manifest.iter(f"{PACKAGE}file")] == [
        {"href": "items/q.xml"},
        {"href": "items/2-gaps.xml"},
    ]


def said(element: Element, namespace: str) -> list[tuple[str, str]]:
    return [(each.tag.removeprefix(namespace), (each.text or "").strip()) for each in element.iter()][1:]


def test_metadata_say_what_there_is() -> None:
    [resource] = unpacked(write([SINGLE], "ru"))[MANIFEST][2]
    about_qti, about_learning = resource[0]
    assert said(about_qti, QTI) == [
        ("timeDependent", "false"), ("composite", "false"), ("interactionType", "choiceInteraction"),
        ("feedbackType", "nonadaptive"), ("solutionAvailable", "true"), ("scoringMode", "responseprocessing"),
    ]  # fmt: skip
    assert said(about_learning, LOM) == [
        ("general", ""), ("identifier", ""), ("entry", "q"), ("title", ""), ("string", "Who is told?"), ("language", "ru"),
        ("educational", ""), ("difficulty", ""), ("source", "LOMv1.0"), ("value", "difficult"),
        ("classification", ""), ("purpose", ""), ("source", "LOMv1.0"), ("value", "educational objective"),
        ("taxonPath", ""), ("taxon", ""), ("id", "lawful"),
    ]  # fmt: skip


def test_metadata_of_a_question_that_says_little() -> None:
    [resource] = unpacked(write([replace(JUDGED, explanation="")]))[MANIFEST][2]
    assert ("feedbackType", "none") in said(resource[0][0], QTI)
    assert [tag for tag, _text in said(resource[0][1], LOM)] == [
        "general",
        "identifier",
        "entry",
        "title",
        "string",
        "language",
    ]


def test_a_question_as_it_is_written() -> None:
    with zipfile.ZipFile(BytesIO(write([SINGLE]).data)) as archive:
        text = archive.read("items/q.xml").decode()
    assert canonicalize(text, strip_text=True) == canonicalize(
        """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="http://www.imsglobal.org/xsd/imsqtiasi_v3p0 https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd"
          identifier="q" title="Who is told?" adaptive="false" time-dependent="false" xml:lang="en">
        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
          <qti-correct-response><qti-value>_1-right</qti-value></qti-correct-response>
        </qti-response-declaration>
        <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-minimum="0" normal-maximum="1">
          <qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>
        <qti-outcome-declaration identifier="MAXSCORE" cardinality="single" base-type="float">
          <qti-default-value><qti-value>1</qti-value></qti-default-value></qti-outcome-declaration>
        <qti-outcome-declaration identifier="FEEDBACK" cardinality="multiple" base-type="identifier"/>
        <qti-item-body><div dir="ltr">
          <p>Who <em>is</em> told?</p>
          <div><ul><li>A &amp; B</li><li>C</li></ul></div>
          <qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">
            <qti-simple-choice identifier="_1-right">The shift <strong>leader</strong></qti-simple-choice>
            <qti-simple-choice identifier="wrong">Nobody</qti-simple-choice>
          </qti-choice-interaction>
        </div></qti-item-body>
        <qti-response-processing>
          <qti-response-condition>
            <qti-response-if>
              <qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>
              <qti-set-outcome-value identifier="SCORE">
                <qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value>
            </qti-response-if>
            <qti-response-else>
              <qti-set-outcome-value identifier="SCORE">
                <qti-base-value base-type="float">0</qti-base-value></qti-set-outcome-value>
            </qti-response-else>
          </qti-response-condition>
          <qti-set-outcome-value identifier="FEEDBACK">
            <qti-multiple>
              <qti-variable identifier="RESPONSE"/>
              <qti-base-value base-type="identifier">EXPLANATION</qti-base-value>
            </qti-multiple>
          </qti-set-outcome-value>
        </qti-response-processing>
        <qti-modal-feedback outcome-identifier="FEEDBACK" identifier="wrong" show-hide="show">
          <qti-content-body><p>Somebody is.</p></qti-content-body></qti-modal-feedback>
        <qti-modal-feedback outcome-identifier="FEEDBACK" identifier="EXPLANATION" show-hide="show">
          <qti-content-body><p>Rule 1.</p></qti-content-body></qti-modal-feedback>
        </qti-assessment-item>""",
        strip_text=True,
    )


def asked(written: WrittenQuestion) -> Question:
    kind = kind_of(written) or ""
    return Question("q", kind, "", 0, KINDS[kind].plan(written), KINDS[kind].key(written, {}))


def points(item: Element, responses: Mapping[str, Sequence[str]]) -> Fraction:
    score = Session(item, responses).values["SCORE"]
    assert isinstance(score, Fraction | int)
    return Fraction(score)


def named(ids: Sequence[str]) -> list[str]:
    return [qti_items.name_of(each) for each in ids]


def subsets(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for chosen in product((True, False), repeat=len(ids)):
        yield tuple(each for each, is_chosen in zip(ids, chosen, strict=True) if is_chosen)


def choices(written: WrittenQuestion) -> Iterator[tuple[Answer, dict[str, Sequence[str]]]]:
    """Every answer to a question with options, and the response that says the same."""
    ids = [option.id for option in written.options]
    for chosen in subsets(ids) if kind_of(written) == "multiple" else [(each,) for each in ids]:
        if chosen:
            yield {"choice": chosen}, {"RESPONSE": named(chosen)}


def verdicts(written: WrittenQuestion) -> Iterator[tuple[Answer, dict[str, Sequence[str]]]]:
    reasons = [(option.id,) for option in written.options]
    for truth, reason in product([("true",), ("false",), ()], [*reasons, ()]):
        answer = {"truth": truth, "reason": reason}
        yield {slot: given for slot, given in answer.items() if given}, {"RESPONSE": truth, "REASON": named(reason)}


def pairs(written: WrittenQuestion) -> Iterator[tuple[Answer, dict[str, Sequence[str]]]]:
    """In QTI, each right part goes with one left part at most."""
    plan = KINDS["matching"].plan(written)
    for chosen in permutations([*plan["right"], *[""] * len(plan["left"])], len(plan["left"])):
        matched = [(left, right) for left, right in zip(plan["left"], chosen, strict=True) if right]
        yield (
            {left: (right,) for left, right in matched},
            {"RESPONSE": [" ".join(named(pair)) for pair in matched]},
        )


def orders(written: WrittenQuestion) -> Iterator[tuple[Answer, dict[str, Sequence[str]]]]:
    for order in permutations([step.id for step in written.steps]):
        yield {step: (str(place),) for place, step in enumerate(order, 1)}, {"RESPONSE": named(order)}


def entries(written: WrittenQuestion) -> Iterator[tuple[Answer, dict[str, Sequence[str]]]]:
    for typed in ("15", "13.5", "16.5", "16.51", "-15", "Mandela", "mandela", "Mandela rules", "zz"):
        if kind_of(written) == "short":
            yield {"words": (typed,)}, {"RESPONSE": [typed]}
        elif not typed.strip("-.0123456789"):
            yield {"number": (typed,)}, {"RESPONSE": [typed]}


def gaps(_written: WrittenQuestion) -> Iterator[tuple[Answer, dict[str, Sequence[str]]]]:
    for where, how in product(["private", "PRIVATE", "public", ""], ["respect", "dignity", "private", ""]):
        typed = {slot: (given,) for slot, given in {"where": where, "how": how}.items() if given}
        yield typed, {f"RESPONSE-{slot}": given for slot, given in typed.items()}


@pytest.mark.parametrize("partly", [True, False])
@pytest.mark.parametrize(
    ("written", "attempts"),
    [
        (SINGLE, choices),
        (MULTIPLE, choices),
        (JUDGED, verdicts),
        (REASONED, verdicts),
        (PAIRS, pairs),
        (STEPS, orders),
        (NUMBER, entries),
        (SHORT, entries),
        (GAPS, gaps),
    ],
)
def test_the_rules_give_the_points_that_we_give(written: WrittenQuestion, attempts: Any, partly: bool) -> None:
    written = replace(written, partly=partly)
    item, question = item_of(written), asked(written)
    kind = KINDS[question.kind]
    found = [
        (points(item, responses), kind.score(question, answer)) for answer, responses in attempts(written) if answer
    ]
    assert len(found) > 1
    assert [given for given, _ours in found] == [ours for _given, ours in found]
    assert points(item, {}) == 0


def test_feedback_of_what_was_chosen_and_the_explanation() -> None:
    assert Session(item_of(MULTIPLE), {"RESPONSE": ["o0", "o4"]}).values["FEEDBACK"] == {"o0", "o4", "EXPLANATION"}
    assert Session(item_of(REASONED), {"RESPONSE": ["true"], "REASON": ["no"]}).values["FEEDBACK"] == {
        "no",
        "EXPLANATION",
    }
    assert Session(item_of(JUDGED), {}).values["FEEDBACK"] == {"EXPLANATION"}
    silent = item_of(replace(JUDGED, explanation=""))
    assert "FEEDBACK" not in Session(silent, {}).values


def text_of(item: Element) -> str:
    return " ".join(" ".join(body_of(item).itertext()).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "True False Why?"),
        ("ru", "Правда Неправда Почему?"),
        ("kk", "Рас Жалған Неге?"),
        ("ky", "Чын Жалган Эмне үчүн?"),
        ("ar", "صواب خطأ لماذا؟"),
        ("fr", "Vrai Faux Pourquoi ?"),
        ("de", "True False Why?"),
    ],
)
def test_words_of_ours_are_in_the_language_of_the_question(language: str, words: str) -> None:
    assert text_of(item_of(REASONED, language)) == f"Visits are a reward. {words} Contact stays. They are."


def test_what_tells_the_order_is_not_the_order_of_the_file() -> None:
    steps = [each.attrib["identifier"] for each in item_of(STEPS).iter(f"{ITEM}qti-simple-choice")]
    assert steps == ["do", "read", "say", "write"]
    _lefts, rights = item_of(PAIRS).iter(f"{ITEM}qti-simple-match-set")
    assert [each.attrib["identifier"] for each in rights] == ["cells", "leader", "nurse"]


def test_a_number_has_its_unit_behind_it() -> None:
    assert text_of(item_of(NUMBER)) == "How long? days"


def test_links_stay_and_other_attributes_go() -> None:
    more = "1. [A](https://example.org/?a=1&b=2)\n\n| a |\n|:---:|\n| b |\n\n/// case | C\n\nD\n\n///"
    item = item_of(replace(JUDGED, more=more))
    check_item(item)
    assert [each.attrib["href"] for each in item.iter(f"{ITEM}a")] == ["https://example.org/?a=1&b=2"]


def test_parts_without_ids_get_some() -> None:
    options = (Part("", "A", True), Part("a", "B", False), Part("", "C", False))
    item = item_of(replace(SINGLE, options=options))
    assert [each.attrib["identifier"] for each in item.iter(f"{ITEM}qti-simple-choice")] == ["b", "a", "c"]


def test_questions_with_the_same_id_and_without() -> None:
    exported = write([SINGLE, replace(SINGLE, id=""), JUDGED, replace(JUDGED, id="Not an id")])
    assert [*unpacked(exported)] == [
        MANIFEST,
        "items/q.xml",
        "items/question-2.xml",
        "items/q-2.xml",
        "items/question-4.xml",
    ]


def test_the_same_questions_make_the_same_file() -> None:
    assert write(ALL).data == write(ALL).data


RATING = question(
    "A case",
    columns=("Factor", "Panel"),
    sets=(Part("", "1-5: low | high"),),
    rows=((Part("talk", "Talk"), Part("", "1-2")), (Part("visits", "Visits"), Part("", "3"))),
)


@pytest.mark.parametrize(
    ("written", "fault", "there"),
    [
        (RATING, qti_items.OTHER_KIND, False),
        (replace(SINGLE, options=()), UNFINISHED, False),
        (replace(PAIRS, rows=PAIRS.rows[:1]), UNFINISHED, False),
        (replace(SINGLE, heading="[" * 200), TANGLED, False),
        (replace(GAPS, more="[a](https://example.org/[[b]]{#c})"), TANGLED, False),
        (replace(SHORT, sets=(Part("", "Алматы {kazakh}"),)), qti_items.KAZAKH, True),
        (replace(SINGLE, more="![A gate](../media/a.png)"), PICTURES, True),
    ],
)
def test_what_qti_cannot_say(written: WrittenQuestion, fault: Fault, there: bool) -> None:
    """The other questions are written, and the number is that of the question."""
    exported = write([JUDGED, replace(written, id="other")])
    assert exported.left_out == (NotCarried(2, exported.left_out[0].name, fault),)
    assert ("items/other.xml" in unpacked(exported)) == there


def test_descriptions_stand_in_the_places_of_pictures() -> None:
    [_manifest, item] = unpacked(write([replace(JUDGED, more="![A gate](../media/a.png)")])).values()
    assert text_of(item) == "Visits are a reward. A gate True False"


def test_no_questions() -> None:
    manifest = unpacked(write([]))[MANIFEST]
    assert [*manifest[2]] == []
