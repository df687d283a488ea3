"""An attempt at a QTI item: its rules, as the specification says them, as far as they are used."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from tests.unit.qti_schema import ITEM, bare

Value = Any  # None is its NULL; values of multiple cardinality are sets, ordered ones tuples


class Session:
    """An attempt at an item: the values of its variables."""

    def __init__(self, item: Element, responses: Mapping[str, Sequence[str]]) -> None:
        self.declarations = {each.attrib["identifier"]: each for each in item.iter(f"{ITEM}qti-response-declaration")}
        self.values: dict[str, Value] = {name: self.typed(name, responses.get(name, ())) for name in self.declarations}
        for outcome in item.iter(f"{ITEM}qti-outcome-declaration"):
            default = outcome.findtext(f".//{ITEM}qti-value")
            self.values[outcome.attrib["identifier"]] = None if default is None else Fraction(default)
        for rule in item.findall(f"{ITEM}qti-response-processing/*"):
            self.follow(rule)

    def typed(self, name: str, values: Sequence[str]) -> Value:
        declaration = self.declarations[name]
        if not values:
            return None
        given = tuple(Fraction(each) if declaration.attrib["base-type"] == "float" else each for each in values)
        return {"single": given[0], "ordered": given, "multiple": frozenset(given)}[declaration.attrib["cardinality"]]

    def follow(self, rule: Element) -> None:
        if bare(rule.tag) == "qti-set-outcome-value":
            self.values[rule.attrib["identifier"]] = self.value(rule[0])
            return
        for case in rule:
            if bare(case.tag) == "qti-response-else" or self.value(case[0]) is True:
                self.follow(case[-1])
                return

    def value(self, expression: Element) -> Value:
        name = bare(expression.tag).removeprefix("qti-").replace("-", "_")
        return getattr(self, f"_{name}")(expression, *map(self.value, expression))

    def _variable(self, expression: Element) -> Value:
        return self.values[expression.attrib["identifier"]]

    def _correct(self, expression: Element) -> Value:
        name = expression.attrib["identifier"]
        return self.typed(name, [each.text or "" for each in self.declarations[name].iter(f"{ITEM}qti-value")])

    def _base_value(self, expression: Element) -> Value:
        text = expression.text or ""
        return Fraction(text) if expression.attrib["base-type"] in ("float", "integer") else text

    def _map_response(self, expression: Element) -> Value:
        """Without a response, what the specification leaves open: nothing."""
        name = expression.attrib["identifier"]
        mapping = self.declarations[name].find(f"{ITEM}qti-mapping")
        given = self.values[name]
        assert mapping is not None
        if given is None:
            return None
        total = sum(self._entry(mapping, each) for each in (given if isinstance(given, frozenset) else {given}))
        return max(total, Fraction(mapping.attrib["lower-bound"])) if "lower-bound" in mapping.attrib else total

    @staticmethod
    def _entry(mapping: Element, given: str) -> Fraction:
        for entry in mapping:
            key = entry.attrib["map-key"]
            exact = entry.attrib.get("case-sensitive", "true") == "true"
            if key == given or (not exact and key.casefold() == given.casefold()):
                return Fraction(entry.attrib["mapped-value"])
        return Fraction(mapping.attrib["default-value"])

    @staticmethod
    def _match(expression: Element, one: Value, other: Value) -> Value:  # noqa: ARG004
        return None if one is None or other is None else one == other

    @staticmethod
    def _equal(expression: Element, one: Value, other: Value) -> Value:
        if one is None or other is None:
            return None
        return bool(abs(one - other) <= Fraction(expression.attrib.get("tolerance", "0")))

    @staticmethod
    def _gt(expression: Element, one: Value, other: Value) -> Value:  # noqa: ARG004
        return None if one is None or other is None else one > other

    @staticmethod
    def _lt(expression: Element, one: Value, other: Value) -> Value:  # noqa: ARG004
        return None if one is None or other is None else one < other

    @staticmethod
    def _and(expression: Element, *each: Value) -> Value:  # noqa: ARG004
        return False if False in each else None if None in each else True

    @staticmethod
    def _not(expression: Element, one: Value) -> Value:  # noqa: ARG004
        return None if one is None else not one

    @staticmethod
    def _is_null(expression: Element, one: Value) -> Value:  # noqa: ARG004
        return one is None

    @staticmethod
    def _index(expression: Element, one: Value) -> Value:
        place = int(expression.attrib["n"])
        return None if one is None or place > len(one) else one[place - 1]

    @staticmethod
    def _sum(expression: Element, *each: Value) -> Value:  # noqa: ARG004
        return None if None in each else sum(each)

    @staticmethod
    def _divide(expression: Element, one: Value, other: Value) -> Value:  # noqa: ARG004
        return None if one is None or other is None else one / other

    @staticmethod
    def _multiple(expression: Element, *each: Value) -> Value:  # noqa: ARG004
        flat = {one for value in each for one in (value if isinstance(value, frozenset) else {value})} - {None}
        return frozenset(flat) or None
