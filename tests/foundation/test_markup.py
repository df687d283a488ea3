"""Markdown becomes safe HTML, in bounded time, whatever it holds."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.foundation import markup
from elearn.foundation.markup import Unrenderable, obstacle, plain, render, render_inline

LESSON = """\
A **search** keeps *weapons* out.

## The tests {#tests}

1. Name the reason. See [above](#tests) or [the Rules](https://example.org/rules).
2. Choose

    - the least
    - the most

| Rule | What |
|------|-----:|
| 50   | law  |

![A gate](../media/gate.png)

/// case | On *the* wing
What do you ask?
///
"""
RENDERED = """\
<p>A <strong>search</strong> keeps <em>weapons</em> out.</p>
<h2 id="section-tests">The tests</h2>
<ol>
<li>Name the reason. See <a href="#section-tests" rel="noopener noreferrer">above</a> or \
<a href="https://example.org/rules" rel="noopener noreferrer">the Rules</a>.</li>
<li>
<p>Choose</p>
<ul>
<li>the least</li>
<li>the most</li>
</ul>
</li>
</ol>
<div class="scroll" tabindex="0"><table>
<thead>
<tr>
<th>Rule</th>
<th align="right">What</th>
</tr>
</thead>
<tbody>
<tr>
<td>50</td>
<td align="right">law</td>
</tr>
</tbody>
</table></div>
<p><img alt="A gate" src="/media/0123"></p>
<aside class="notice case">
<p class="heading">On <em>the</em> wing</p>
<p>What do you ask?</p>
</aside>"""


def test_a_lesson() -> None:
    assert render(LESSON, media={"gate.png": "/media/0123"}) == RENDERED


def country(body: str) -> str:
    return render(f"/// country | Here\n{body}\n///")


TO_COMPLETE = '<p class="to-complete">To be completed by a named lawyer.</p>'


def test_a_country_box_says_that_it_is_to_be_completed() -> None:
    assert country("Who orders it?\n\n- A\n- B") == (
        '<aside class="notice country">\n<p class="heading">Here</p>\n'
        "<p>Who orders it?</p>\n<ul>\n<li>A</li>\n<li>B</li>\n</ul>\n"
        f"{TO_COMPLETE}\n</aside>"
    )
    assert TO_COMPLETE in country("- A")
    assert TO_COMPLETE in country("")
    assert TO_COMPLETE in country("It is not Completed by: anybody.")


def test_a_country_box_that_a_lawyer_completed() -> None:
    assert country("Completed by: A. Lawyer, ministry, 2026-11-30\n\nThe director.") == (
        '<aside class="notice country">\n<p class="heading">Here</p>\n<p>Completed by: A. Lawyer, ministry, 2026-11-30</p>\n'
        "<p>The director.</p>\n</aside>"
    )


MEANT_AS_WORDS = [
    ("a <b>x</b> <script>alert(1)</script>", "<p>a &lt;b&gt;x&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("    four spaces", "<p>four spaces</p>"),
    ("Words\n---\nwords", "<p>Words</p>\n<hr>\n<p>words</p>"),
    ("[sic] and [sic][sic]\n\n[sic]: https://x.org", "<p>[sic] and [sic][sic]</p>\n<p>[sic]: https://x.org</p>"),
    ("/// none | A\nb\n///", "<p>/// none | A\nb\n///</p>"),
]


@pytest.mark.parametrize(("text", "html"), MEANT_AS_WORDS)
def test_what_is_not_meant_as_markup_is_shown_as_words(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    "words", ["1. Write it down", "- 5 degrees", "# 7", "> 18", "+ 2", "/// case", "a | b", "{#x}", "==="]
)
def test_one_line_is_only_words(words: str) -> None:
    assert render_inline(words) == words.replace(">", "&gt;")


def test_one_line_has_marks_within() -> None:
    assert render_inline(" *Now*,\n  `if` [needed](https://x.org) ") == (
        '<em>Now</em>, <code>if</code> <a href="https://x.org" rel="noopener noreferrer">needed</a>'
    )


def test_plain_words_for_titles_and_buttons() -> None:
    assert plain("*Stop* & “ask” <b> [why](https://x.org)") == "Stop & “ask” <b> why"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](javascript:alert(1))",
    "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![a](x" onerror="alert(1))',
    '[a](x "t" onclick="alert(1)")',
    "<javascript:alert(1)>",
    "[a](x){: onclick=alert(1) style=color:red .button #main }",
    "# a {: onmouseover=alert(1) }",
    "text\n{: onclick=alert(1) style=position:fixed }",
    "/// case | <script>alert(1)</script>\n<iframe src=//x>\n///",
    '/// case | a\n    attrs: {onclick: "alert(1)"}\n\nb\n///',
    "| a |\n|---|\n| <style>*{}</style> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`</code><script>alert(1)</script>`",
    "<a href='javascript:x'>a</a>",
    "<form action=//x><input name=csrf_token>",
    "\x02amp\x03 \x02klzzwxh:0\x03",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
]  # fmt: skip
ALLOWED = re.compile(
    r"</?(?:em|strong|code|li|ul|ol|p|blockquote|thead|tbody|tr|td|th|aside|h[234]|a|br|hr)>"
    r'|<aside class="notice \w+">|<p class="(?:heading|to-complete)">|<h[234] id="section-[\w-]+">|<t[dh] align="\w+">'
    r'|<a (?:href="(?:https?://|mailto:|#section-)[^"]*" )?rel="noopener noreferrer">|<ol start="\d+">'
    r'|<div class="scroll" tabindex="0"><table>|</table></div>'
    r'|<img(?: alt="[^"]*")?(?: src="../media/[^"]*")?>'
)


def assert_safe(html: str) -> None:
    """Nothing but the tags and attributes that a lesson may have, and no address with another scheme."""
    left = ALLOWED.sub("", html)
    assert "<" not in left, html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text: str) -> None:
    for wrapped in (text, f"/// case | {text}\n{text}\n///", f"- {text}\n\n    > {text}", f"| a |\n|---|\n| {text} |"):
        assert_safe(render(wrapped))
    assert_safe(render_inline(text))


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from([*HOSTILE, "\n", "\n\n", " ", "> ", "- ", "    ", "*", "`", "[", "](", ")", "|", "///", "{: "])
        | st.text(max_size=4)
    )
)
def test_hostile_pieces_are_harmless_together(pieces: list[str]) -> None:
    text = "".join(pieces)
    if obstacle(text) is None:
        assert_safe(render(text))
        assert_safe(render_inline(text))


NESTED = "".join(f"{'/' * (depth + 3)} case | a\n" for depth in range(7))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("word\n" * 20_001, 100_000),
        ("a\n\n" * 40_000, 100_000),
        ("a\n\n" + "b" * 6_001, 3),
        ("a\n\n" + "[" * 101, 3),
        ("a\n\n" + "> " * 7 + "b", 3),
        ("a\n\n" + "1. " * 7 + "b", 3),
        ("a\n\n" + "    " * 7 + "- b", 3),
        (NESTED, NESTED.rindex("/////////")),
    ],
)
def test_what_would_take_too_long_is_refused(text: str, place: int) -> None:
    assert obstacle(text) == place
    with pytest.raises(Unrenderable):
        render(text)
    with pytest.raises(Unrenderable):
        render_inline(f"{'[' * 101} {text}")


WORST = [
    "[",
    "![",
    "](",
    "[a](",
    "[a](<",
    "*a ",
    "**a *b ",
    "`",
    "`a ",
    "<",
    "&",
    "\\",
    "_a_",
    "# a\n",
    "- a\n",
    "> a\n",
    "|",
    "[a](",
]


@pytest.mark.parametrize("piece", WORST)
def test_the_longest_text_that_is_let_through_takes_seconds(piece: str) -> None:
    repeats = min(
        markup.MOST_BRACKETS if "[" in piece else markup.LONGEST_PARAGRAPH, markup.LONGEST_PARAGRAPH // len(piece)
    )
    paragraph = (piece * repeats).strip().ljust(markup.LONGEST_PARAGRAPH, "a")
    text = "\n\n".join([paragraph] * (markup.LONGEST // (len(paragraph) + 2)))
    assert obstacle(text) is None
    start = process_time()
    assert_safe(render(text))
    assert process_time() - start < 20, "some 2 seconds are usual"


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                *"aЖґش \u00e9\u0301,.;:?!'\"()%–—«»“”„’‘…№/-_*1٢\u00a0\u00ba",
                "\n",
                "\n",
                "1. ",
                "  ",
                "://",
                "\t",
                "&",
                "<",
            ]
        )
    )
)
def test_prose_is_what_the_library_makes_of_it(pieces: list[str]) -> None:
    """The short way gives the same as the long one."""
    text = "".join(pieces)
    assert render(text) == markup._render(markup._instances.blocks, text, "en", {})
    line = markup._render(markup._instances.line, " ".join(text.split()), "", {})
    assert render_inline(text) == line.removeprefix("<p>").removesuffix("</p>")
