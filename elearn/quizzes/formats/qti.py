"""QTI 3.0 of 1EdTech (once IMS Global), written only: a content package with one file for each question.

https://www.imsglobal.org/spec/qti/v3p0/impl and the schemas that it names: imsqti_asiv3p0p1_v1p0.xsd for items,
imsqtiv3p0_imscpv1p2_v1p0.xsd for imsmanifest.xml, imsqti_metadatav3p0_v1p0.xsd and IEEE LOM for the metadata in it. The
objective stands there as a classification, the difficulty as that of LOM.

Points are given by rules in the file itself, as ours are given; the templates of the specification say no feedback. Words
that are typed are compared as QTI does it: it forgives capitals, but neither accents nor ё. Not carried are ratings and
pictures, whose descriptions stand in their places, and headings of tables to match.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from elearn.foundation import markup
from elearn.quizzes.formats.carrying import TANGLED, LeftOut, Losses, question_id
from elearn.quizzes.formats.exchange import Exported, NotCarried
from elearn.quizzes.formats.hypertext import in_one_line, tidied, without_pictures
from elearn.quizzes.formats.qti_elements import SCORE, element, outcome
from elearn.quizzes.formats.qti_items import Item, name_of
from elearn.quizzes.rules.kind import WrittenQuestion

MANIFEST = "imsmanifest.xml"

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd"
_ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_METADATA = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_DIFFICULTIES = {1: "easy", 2: "medium", 3: "difficult"}
_LONGEST_TITLE = 250
# The same questions make the same file, whenever they are written.
_DATE = (1980, 1, 1, 0, 0, 0)


def write(questions: Sequence[WrittenQuestion], language: str = "en") -> Exported:
    """A package of these questions, whose texts are in this language. In `left_out`, the line of a question is its number."""
    left_out: list[NotCarried] = []
    files: dict[str, Element] = {}
    resources, used = Element("resources"), dict[str, int]()
    for number, question in enumerate(questions, 1):
        losses = Losses(number, in_one_line(question.heading)[:60] or question.id)
        try:
            item = Item(question, losses, language)
            item.fill()
        except LeftOut as reason:
            left_out.append(NotCarried(number, losses.name, reason.fault, reason.values))
        except markup.Unrenderable:
            left_out.append(NotCarried(number, losses.name, TANGLED))
        else:
            left_out += losses.noted
            name = question_id(question.id, number, used)
            files[f"items/{name}.xml"] = _item(item, name_of(name))
            resources.append(_resource(item, name_of(name), f"items/{name}.xml"))
    return Exported(_zipped({MANIFEST: _manifest(resources)} | files), tuple(left_out))


def _zipped(files: dict[str, Element]) -> bytes:
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, root in files.items():
            archive.writestr(
                zipfile.ZipInfo(path, _DATE), tostring(root, "utf-8", xml_declaration=True), zipfile.ZIP_DEFLATED
            )
    return package.getvalue()


def _title(question: WrittenQuestion) -> str:
    return tidied(markup.plain(without_pictures(question.heading)))[:_LONGEST_TITLE]


def _item(item: Item, name: str) -> Element:
    """The parts in the order of the schema."""
    attributes = {
        "xmlns": _ITEM,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{_ITEM} {_SCHEMAS}/imsqti_asiv3p0p1_v1p0.xsd",
        "identifier": name,
        "title": _title(item.question),
        "adaptive": "false",
        "time-dependent": "false",
        "xml:lang": item.language,
    }
    points = outcome(SCORE, "single", "float", "0", **{"normal-minimum": "0", "normal-maximum": "1"})
    most = outcome("MAXSCORE", "single", "float", "1")
    body = Element("div", {"dir": item.direction()})
    body.extend(item.body)
    rules = element("response-processing", None, *item.rules)
    parts = (*item.responses, points, most, *item.outcomes, element("item-body", None, body), rules, *item.feedback)
    return element("assessment-item", attributes, *parts)


def _manifest(resources: Element) -> Element:
    manifest = Element(
        "manifest",
        {
            "xmlns": _PACKAGE,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_PACKAGE} {_SCHEMAS}/imsqtiv3p0_imscpv1p2_v1p0.xsd",
            "identifier": "MANIFEST",
        },
    )
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTI Package"
    SubElement(metadata, "schemaversion").text = "3.0.0"
    SubElement(manifest, "organizations")
    manifest.append(resources)
    indent(manifest)
    return manifest


def _resource(item: Item, name: str, path: str) -> Element:
    resource = Element("resource", {"identifier": name, "type": "imsqti_item_xmlv3p0", "href": path})
    metadata = SubElement(resource, "metadata")
    metadata.append(_about_qti(item))
    metadata.append(_about_learning(item, name))
    SubElement(resource, "file", {"href": path})
    return resource


def _about_qti(item: Item) -> Element:
    metadata = Element("qtiMetadata", {"xmlns": _METADATA})
    SubElement(metadata, "timeDependent").text = "false"
    SubElement(metadata, "composite").text = str(len(item.interactions) > 1).lower()
    for name in dict.fromkeys(item.interactions):
        SubElement(metadata, "interactionType").text = name
    SubElement(metadata, "feedbackType").text = "nonadaptive" if item.feedback else "none"
    SubElement(metadata, "solutionAvailable").text = "true"
    SubElement(metadata, "scoringMode").text = "responseprocessing"
    return metadata


def _about_learning(item: Item, name: str) -> Element:
    """In LOM, https://standards.ieee.org/ieee/1484.12.1/7699/."""
    lom = Element("lom", {"xmlns": _LOM})
    general = SubElement(lom, "general")
    SubElement(SubElement(general, "identifier"), "entry").text = name
    SubElement(SubElement(general, "title"), "string", {"language": item.language}).text = _title(item.question)
    SubElement(general, "language").text = item.language
    if item.question.difficulty in _DIFFICULTIES:
        _vocabulary(SubElement(lom, "educational"), "difficulty", _DIFFICULTIES[item.question.difficulty])
    if item.question.objective:
        classification = SubElement(lom, "classification")
        _vocabulary(classification, "purpose", "educational objective")
        taxon = SubElement(SubElement(classification, "taxonPath"), "taxon")
        SubElement(taxon, "id").text = item.question.objective
    return lom


def _vocabulary(parent: Element, tag: str, said: str) -> None:
    chosen = SubElement(parent, tag)
    SubElement(chosen, "source").text = "LOMv1.0"
    SubElement(chosen, "value").text = said
