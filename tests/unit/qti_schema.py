"""What the schemas of QTI 3.0 ask of an item, for the elements that are used.

Required attributes, their values and the order of elements are those of imsqti_asiv3p0p1_v1p0.xsd of
https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/
"""

import re
from xml.etree.ElementTree import Element

ITEM = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
CARDINALITY, SHOW = "single|multiple|ordered", "show|hide"
BASE_TYPE, NATURAL, TRUTH, FLOAT = (
    "identifier|directedPair|string|float|integer",
    r"\d+",
    "true|false",
    r"-?\d+(\.\d+)?",
)
TEXT = r"[^\n\t]*"
# Of each element, the attributes that it must have and those that it may have, with patterns.
ATTRIBUTES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "qti-assessment-item": (
        {"identifier": NAME.pattern, "title": TEXT, "time-dependent": TRUTH},
        {"adaptive": TRUTH, "{http://www.w3.org/XML/1998/namespace}lang": "[a-z]{2}",
         "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation": r"\S+ \S+"},
    ),
    "qti-response-declaration": ({"identifier": NAME.pattern, "cardinality": CARDINALITY, "base-type": BASE_TYPE}, {}),
    "qti-outcome-declaration": (
        {"identifier": NAME.pattern, "cardinality": CARDINALITY, "base-type": BASE_TYPE},
        {"normal-minimum": FLOAT, "normal-maximum": FLOAT},
    ),
    "qti-mapping": ({}, {"lower-bound": FLOAT, "default-value": FLOAT}),
    "qti-map-entry": ({"map-key": r"(?s).+", "mapped-value": FLOAT}, {"case-sensitive": TRUTH}),
    "qti-choice-interaction": ({"response-identifier": NAME.pattern}, {"shuffle": TRUTH, "max-choices": NATURAL}),
    "qti-order-interaction": ({"response-identifier": NAME.pattern}, {"shuffle": TRUTH}),
    "qti-match-interaction": ({"response-identifier": NAME.pattern}, {"shuffle": TRUTH, "max-associations": NATURAL}),
    "qti-text-entry-interaction": ({"response-identifier": NAME.pattern}, {"expected-length": NATURAL}),
    "qti-simple-choice": ({"identifier": NAME.pattern}, {"fixed": TRUTH}),
    "qti-simple-associable-choice": ({"identifier": NAME.pattern, "match-max": NATURAL}, {}),
    "qti-modal-feedback": ({"outcome-identifier": NAME.pattern, "identifier": NAME.pattern, "show-hide": SHOW}, {}),
    "qti-variable": ({"identifier": NAME.pattern}, {}),
    "qti-correct": ({"identifier": NAME.pattern}, {}),
    "qti-map-response": ({"identifier": NAME.pattern}, {}),
    "qti-set-outcome-value": ({"identifier": NAME.pattern}, {}),
    "qti-base-value": ({"base-type": BASE_TYPE}, {}),
    "qti-index": ({"n": NATURAL}, {}),
    "qti-equal": ({"tolerance-mode": "exact|absolute"}, {"tolerance": FLOAT}),
    "div": ({}, {"dir": "ltr|rtl"}),
    "a": ({"href": r"(?:https?|mailto):\S+"}, {}),
}  # fmt: skip
EXPRESSIONS = "variable|correct|map-response|base-value|match|equal|gt|lt|and|not|is-null|index|sum|divide|multiple"
BLOCKS = "p|div|ul|ol|table|blockquote|h3|h4|hr|qti-(?:choice|order|match|text-entry)-interaction"
INLINE = "em|strong|code|a|br|qti-text-entry-interaction"
HTML = f"(?:(?:{BLOCKS}|{INLINE}) )*"
# Of each element, its children in their order; of those that are not here, none.
CHILDREN = {
    "qti-assessment-item": r"(?:qti-response-declaration )+(?:qti-outcome-declaration )+qti-item-body "
    r"qti-response-processing (?:qti-modal-feedback )*",
    "qti-response-declaration": "qti-correct-response (?:qti-mapping )?",
    "qti-correct-response": "(?:qti-value )+",
    "qti-mapping": "(?:qti-map-entry )+",
    "qti-outcome-declaration": "(?:qti-default-value )?",
    "qti-default-value": "qti-value ",
    "qti-item-body": "div ",
    "qti-choice-interaction": "(?:qti-simple-choice )+",
    "qti-order-interaction": "(?:qti-simple-choice )+",
    "qti-match-interaction": "qti-simple-match-set qti-simple-match-set ",
    "qti-simple-match-set": "(?:qti-simple-associable-choice )*",
    "qti-simple-choice": f"(?:(?:{INLINE}) )*",
    "qti-simple-associable-choice": f"(?:(?:{INLINE}) )*",
    "qti-modal-feedback": "qti-content-body ",
    "qti-content-body": HTML,
    "qti-response-processing": "(?:qti-(?:response-condition|set-outcome-value) )+",
    "qti-response-condition": "qti-response-if (?:qti-response-else-if )*(?:qti-response-else )?",
    "qti-response-if": f"qti-(?:{EXPRESSIONS}) qti-set-outcome-value ",
    "qti-response-else-if": f"qti-(?:{EXPRESSIONS}) qti-set-outcome-value ",
    "qti-response-else": "qti-set-outcome-value ",
    "qti-set-outcome-value": f"qti-(?:{EXPRESSIONS}) ",
    **dict.fromkeys(("qti-not", "qti-is-null", "qti-index"), f"qti-(?:{EXPRESSIONS}) "),
    **dict.fromkeys(("qti-match", "qti-equal", "qti-gt", "qti-lt", "qti-divide"), f"(?:qti-(?:{EXPRESSIONS}) ){{2}}"),
    **dict.fromkeys(("qti-and", "qti-sum"), f"(?:qti-(?:{EXPRESSIONS}) )+"),
    "qti-multiple": f"(?:qti-(?:{EXPRESSIONS}) )*",
    **dict.fromkeys(("div", "blockquote", "li", "td", "th"), HTML),
    **dict.fromkeys(("p", "em", "strong", "a", "h3", "h4"), f"(?:(?:{INLINE}) )*"),
    "ul": "(?:li )*",
    "ol": "(?:li )*",
    "table": "(?:thead )?(?:tbody )*",
    "thead": "(?:tr )*",
    "tbody": "(?:tr )*",
    "tr": "(?:t[hd] )*",
}
# Elements in which words may stand.
MIXED = "qti-value|qti-base-value|qti-simple-choice|qti-simple-associable-choice|p|div|li|td|th|em|strong|code|a|h[34]|blockquote"


def bare(tag: str) -> str:
    assert tag.startswith(ITEM)
    return tag.removeprefix(ITEM)


def check_item(item: Element) -> None:
    """What the schema of items asks, and that all names are those of something."""
    assert bare(item.tag) == "qti-assessment-item"
    for element in item.iter():
        tag = bare(element.tag)
        must, may = ATTRIBUTES.get(tag, ({}, {}))
        assert must.keys() <= element.attrib.keys() <= must.keys() | may.keys(), tag
        for name, value in element.attrib.items():
            assert re.fullmatch((must | may)[name], value), (tag, name, value)
        children = "".join(f"{bare(child.tag)} " for child in element)
        assert re.fullmatch(CHILDREN.get(tag, ""), children), (tag, children)
        words = (element.text or "") + "".join(child.tail or "" for child in element)
        assert not words.strip() or re.fullmatch(MIXED, tag), (tag, words)
    check_names(item)


def named(item: Element, tag: str, attribute: str = "identifier") -> list[str]:
    return [element.attrib[attribute] for element in item.iter(f"{ITEM}qti-{tag}")]


def check_names(item: Element) -> None:
    responses, outcomes = named(item, "response-declaration"), named(item, "outcome-declaration")
    variables = [*responses, *outcomes]
    assert len(set(variables)) == len(variables)
    asked = [
        name
        for tag in ("choice", "order", "match", "text-entry")
        for name in named(item, f"{tag}-interaction", "response-identifier")
    ]
    assert sorted(asked) == sorted(responses)
    assert {*named(item, "variable"), *named(item, "correct"), *named(item, "map-response")} <= {*variables}
    assert {*named(item, "set-outcome-value"), *named(item, "modal-feedback", "outcome-identifier")} <= {*outcomes}
    choices = [*named(item, "simple-choice"), *named(item, "simple-associable-choice")]
    assert len(set(choices)) == len(choices)
    for declaration in item.iter(f"{ITEM}qti-response-declaration"):
        said = [value.text or "" for value in declaration.iter(f"{ITEM}qti-value")]
        keys = [entry.attrib["map-key"] for entry in declaration.iter(f"{ITEM}qti-map-entry")]
        if declaration.attrib["base-type"] in ("identifier", "directedPair"):
            assert {name for value in [*said, *keys] for name in value.split(" ")} <= {*choices}
        assert len(said) == 1 or declaration.attrib["cardinality"] != "single"
