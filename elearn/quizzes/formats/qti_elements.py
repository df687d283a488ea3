"""Elements of QTI: plain ones, ones with text of ours in them, and the rules that give points.

Names, attributes and their order as in imsqti_asiv3p0p1_v1p0.xsd, the schema of the specification.
"""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring

from elearn.quizzes.formats.carrying import TANGLED, LeftOut
from elearn.quizzes.formats.hypertext import tidied

RESPONSE, SCORE = "RESPONSE", "SCORE"

_CLOSED = re.compile(r"<(br|hr)>")


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: Element, text: str = "") -> Element:
    """An element qti-… with these children, or with this text."""
    made = Element(f"qti-{tag}", dict(attributes or {}))
    made.extend(children)
    made.text = tidied(text) or None
    return made


def filled(tag: str, html: str, attributes: Mapping[str, str] | None = None) -> Element:
    """An element with HTML of our Markdown in it, of whose attributes QTI keeps the addresses of links. Raises LeftOut."""
    try:
        made: Element = fromstring(f"<{tag}>{_as_xml(html)}</{tag}>", forbid_dtd=True)
    except ParseError as error:  # a gap stands in the address of a link
        raise LeftOut(TANGLED) from error
    for each in made.iter():
        if not each.tag.startswith("qti-"):
            each.attrib = {"href": each.attrib["href"]} if "href" in each.attrib else {}
    made.attrib = dict(attributes or {})
    return made


def _as_xml(html: str) -> str:
    return _CLOSED.sub(r"<\1/>", tidied(html).replace("&nbsp;", "\u00a0"))


def declared(name: str, cardinality: str, base_type: str, correct: Iterable[str]) -> Element:
    """A response with the values that are right."""
    values = [element("value", text=value) for value in correct]
    attributes = {"identifier": name, "cardinality": cardinality, "base-type": base_type}
    return element("response-declaration", attributes, element("correct-response", None, *values))


def mapping(points: Mapping[str, str], exact: bool | None = None, lowest: str = "") -> Element:
    """What each value of a response brings; together no less than the lowest. `exact`: whether capitals count."""
    case = {} if exact is None else {"case-sensitive": str(exact).lower()}
    entries = [element("map-entry", {"map-key": key, "mapped-value": value} | case) for key, value in points.items()]
    bounds = {"lower-bound": lowest} if lowest else {}
    return element("mapping", bounds | {"default-value": "0"}, *entries)


def outcome(name: str, cardinality: str, base_type: str, default: str = "", **attributes: str) -> Element:
    """A variable that the rules set."""
    said = {"identifier": name, "cardinality": cardinality, "base-type": base_type} | attributes
    values = [element("default-value", None, element("value", text=default))] if default else []
    return element("outcome-declaration", said, *values)


def variable(name: str) -> Element:
    """The value of a variable."""
    return element("variable", {"identifier": name})


def value(base_type: str, said: str) -> Element:
    """A value itself."""
    return element("base-value", {"base-type": base_type}, text=said)


def is_right(name: str) -> Element:
    """Whether a response has the right values."""
    return element("match", None, variable(name), element("correct", {"identifier": name}))


def mapped(name: str) -> Element:
    """What the values of a response bring."""
    return element("map-response", {"identifier": name})


def brings_something(name: str) -> Element:
    """Whether a response brings more than nothing."""
    return element("gt", None, mapped(name), value("float", "0"))


def given(name: str) -> Element:
    """Whether there is a response at all."""
    return element("not", None, element("is-null", None, variable(name)))


def put(name: str, expression: Element) -> Element:
    """The rule that sets a variable."""
    return element("set-outcome-value", {"identifier": name}, expression)


def score(points: str) -> Element:
    """The rule that gives these points."""
    return put(SCORE, value("float", points))


def divided(expression: Element, number: int) -> Element:
    """An expression divided by a number."""
    return element("divide", None, expression, value("float", str(number)))


def plus_one() -> Element:
    """The rule that gives one point more."""
    return put(SCORE, element("sum", None, variable(SCORE), value("float", "1")))


def rules(*cases: tuple[Element, Element], otherwise: Element | None = None) -> Element:
    """Of cases, each a condition and its rule, the first that is met."""
    names = ["response-if", *["response-else-if"] * (len(cases) - 1)]
    parts = [element(name, None, *case) for name, case in zip(names, cases, strict=True)]
    if otherwise is not None:
        parts.append(element("response-else", None, otherwise))
    return element("response-condition", None, *parts)
