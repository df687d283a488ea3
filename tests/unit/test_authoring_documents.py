"""Word documents: what they become, what stays behind, and what of dangerous ones is refused."""

import io
import zipfile
from typing import Any

import pytest

from elearn.authoring.content.documents import Converted, from_html, from_word
from elearn.authoring.rules.bringing import Lost, Unreadable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
BODY = """<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Keys</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Count </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>twice</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
)


def document(body: Any = BODY, **more: Any) -> bytes:
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_document_becomes_markdown() -> None:
    found = from_word(document())
    assert isinstance(found, Converted)
    assert found.lost == {}
    assert found.text.startswith("## Keys\n\nCount **twice**\n\n")
    assert "| A | B |" in found.text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable.NO_DOCUMENT),
        (b"PK\x03\x04 no zip", Unreadable.NO_DOCUMENT),
        (document()[:-30], Unreadable.NO_DOCUMENT),
        (document(**{"word/document.xml": "<no xml"}), Unreadable.DAMAGED),
        (document(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), Unreadable.DAMAGED),
        (document(**{"word/styles.xml": '<!doctype a SYSTEM "file:///etc/passwd"><a/>'}), Unreadable.DAMAGED),
        (document(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}), Unreadable.DAMAGED),
        (document(**{"word/media/big.png": b"\0" * 61_000_000}), Unreadable.TOO_LARGE),
        (document(**{"word/document.xml": b"<a>" + b" " * 17_000_000}), Unreadable.TOO_LARGE),
        (document(**{f"word/media/{n}": b"" for n in range(2_001)}), Unreadable.TOO_LARGE),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_refused(data: bytes, why: Unreadable) -> None:
    assert from_word(data) is why


def test_deep_documents_are_refused() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 400 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 400
    assert isinstance(from_word(document(nested)), Unreadable)


def test_what_stays_behind_is_counted() -> None:
    comments = f'<w:comments {W}><w:comment w:id="0"/><w:comment w:id="1"/></w:comments>'
    box = "<w:p><w:r><w:txbxContent><w:p/></w:txbxContent></w:r></w:p>"
    found = from_word(document(BODY + box, **{"word/comments.xml": comments}))
    assert isinstance(found, Converted)
    assert found.lost == {Lost.COMMENTS: 2, Lost.BOXES: 1}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><script>alert(1)</script><p onclick='x'>b</p>", "a\n\nb"),
        ("<p><a href='javascript:alert(1)'>a</a></p>", "a"),
        ("<h2>a</h2><ul><li>b</li></ul>", "## a\n\n- b"),
        ("<p>&lt;script&gt;</p>", "&lt;script>"),
        ("<style>p { color: red }</style><p>a</p>", "a"),
    ],
)
def test_what_was_copied(html: str, text: str) -> None:
    assert from_html(html) == Converted(text, {})


def test_pictures_that_were_copied_stay_behind() -> None:
    assert from_html("<p>a<img src='http://x/y.png'></p>") == Converted("a", {Lost.PICTURES: 1})


def test_long_documents_are_read_in_pieces() -> None:
    found = from_html("<p>words and more words</p>" * 8_000)
    assert isinstance(found, Converted)
    assert found.text.count("words and more words") == 8_000
    assert from_html("<p>" + "a" * 60_000 + "</p>") is Unreadable.TANGLED
