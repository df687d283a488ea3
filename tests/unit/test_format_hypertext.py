"""HTML as our Markdown and back, and what questions of all formats have in common on their way."""

from html import unescape
from itertools import islice
from re import sub

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.foundation.markup import Unrenderable, plain
from elearn.quizzes.formats import hypertext
from elearn.quizzes.formats.carrying import Losses, Tags, id_from, letters, question_id, said_by, tags_for, unused_id
from elearn.quizzes.formats.exchange import NotCarried
from elearn.quizzes.formats.hypertext import (
    Tangled,
    escaped,
    from_plain,
    has_picture,
    html_line_of,
    html_of,
    in_one_line,
    line_of,
    markdown_of,
    shows_picture,
    tidied,
    without_pictures,
    words_of,
)
from elearn.quizzes.rules.kind import Fault
from tests.unit.written import PIECES, blocks, normal


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("a  b\n c", "a b\nc"),
        ("<p>a&nbsp;b</p>", "a b"),
        ("<P class='x'>a &amp; &lt;b&gt;</P>", "a & &lt;b>"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b<br/>c</div>", "a\n\nb  \nc"),
        ("<p>a<br><br>b</p>", "a\n\nb"),
        ("<p><b>a</b><b> b</b> <i>c</i><strong> </strong>d</p>", "**a b** *c* d"),
        ("<p><b><strong>a</strong></b><em></em></p>", "**a**"),
        ("<p>a<b> b </b>c</p>", "a **b** c"),
        ("<code>a * b</code> <code>`</code>", "`a * b` `` ` ``"),
        ("<h1>A</h1><h5>B #</h5><p>c</p>", "### A\n\n#### B \\#\n\nc"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n    - b\n- c"),
        ("<ol start=3><li>a</li><li>b<ol><li>c</li></ol></li></ol>", "3. a\n4. b\n    1. c"),
        ("<ul><li><p>a</p><p>b</p></li><li></li><li>c</li></ul>", "- a\n\n    b\n\n- c"),
        ("<ul><li><h2>a</h2></li><li><blockquote>b</blockquote></li></ul>", "- a\n- b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td><td>e<br>f</td></tr></table>",
            "| a | b |\n| --- | --- |\n| c&#124;d | e f |",
        ),
        ("<table><tr><td><blockquote>a</blockquote><h2>b</h2></td></tr></table>", "|  |\n| --- |\n| a b |"),
        ("<a href='https://a.b/(c)?d=1&amp;e=2'>f\ng</a>", "[f g](https://a.b/%28c%29?d=1&e=2)"),
        ("<a href='javascript:alert(1)'>a</a><a href='/b'>c</a><a href='mailto:d@e.f'></a>", "ac"),
        ("<img src='a.png' alt='b'><script>c</script><style>d</style>e", "e"),
        ("<p onclick='x'>a<!-- b --></p>", "a"),
        ("<sub>a</sub><u>b</u><font color=red>c</font>", "abc"),
        ("<p>a</p></div></b>", "a"),
        ("<b>a", "**a**"),
        ("1 < 2 <", "1 < 2 <"),
    ],
)
def test_html_as_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a*b_c_d __e__ `f` \\", "a\\*b_c_d \\_\\_e\\_\\_ \\`f\\` \\\\"),
        ("[a](b) [[c]] {d} {#e}", "\\[a\\](b) \\[\\[c\\]\\] \\{d} \\{&#35;e}"),
        ("<b> < 5 </c> <!-- &amp; & &#35;", "&lt;b> < 5 &lt;/c> &lt;!-- &amp;amp; & &amp;#35;"),
        ("1. a\n2. b\n1. c", "1\\. a\n2. b\n1\\. c"),
        ("# a\n> b\n- c\n+ d\n--- | ---\n:--", "\\# a\n\\> b\n\\- c\n\\+ d\n\\--- &#124; ---\n&#58;--"),
        ("= a\n/// case", "&#61; a\n&#47;// case"),
        ("-5 +5 2.5 a - b =c //d :e", "-5 +5 2.5 a - b =c //d :e"),
    ],
)
def test_what_means_something_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


texts = st.lists(st.sampled_from([*PIECES, "\n", "\n\n", " "]), max_size=12).map(" ".join)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = unescape(sub(r"<[^>]*>", " ", html_of(from_plain(text))))
    assert shown.split() == text.split()
    line = in_one_line(text)
    assert in_one_line(plain(escaped(line))) == line


@pytest.mark.slow
@given(st.lists(blocks, max_size=4).map("\n\n".join))
@settings(max_examples=200, deadline=None)
def test_markdown_comes_back(markdown: str) -> None:
    once = normal(html_of, markdown)
    assert markdown_of(html_of(once)) == once


TAGS = (
    "<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "<br>", "<a href='http://a.b'>", "</a>",
    "</code>", "<code>", "<blockquote>", "<h2>", "<!--", "-->", "a", "&", ";", "<", ">", "'", "\n", "<svg>", "<template>",
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.sampled_from(TAGS), max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_html_is_markdown_that_can_be_rendered(html: str) -> None:
    assert isinstance(html_of(markdown_of(html)), str)
    assert isinstance(words_of(html), str)


@pytest.mark.parametrize(
    "html",
    ["a" * 50_001, "<b>" * 31 + "a", "<div>" * 200, "<ul><li>" * 200, "<i>a</i>b" * 2_001, "<blockquote>" * 4_000],
)
def test_html_that_would_take_long(html: str) -> None:
    with pytest.raises(Tangled):
        markdown_of(html)


def test_words_that_would_take_long() -> None:
    with pytest.raises(Tangled):
        words_of("<div>" * 200)


@pytest.mark.parametrize("markdown", ["- /// case | A\n/// case | B", "1. ///", "> /// case | A", "[" * 200])
def test_markdown_that_is_not_rendered(markdown: str) -> None:
    with pytest.raises(Unrenderable):
        html_of(markdown)


def test_plain_text_in_paragraphs_and_lines() -> None:
    assert from_plain(" 1. a\nb * c\n \n\nd\u2028e ") == "1\\. a  \nb \\* c\n\nd e"


def test_one_line_of_several() -> None:
    assert line_of("a &#124; b\n\nc  \nd") == "a | b c d"


def test_words_without_markup() -> None:
    assert words_of("<p>a &lt;b&gt;\n<i>c</i></p>\u202e") == "a <b> c"


def test_pictures() -> None:
    assert [shows_picture(html) for html in ("<IMG src=a>", "@@PLUGINFILE@@/a", "<video>", "<p>image</p>")] == [
        1,
        1,
        1,
        0,
    ]
    assert [has_picture(markdown) for markdown in ("a ![b](../media/c.png)", "a! [b](c)")] == [True, False]
    assert without_pictures("a ![b](../media/c.png) ![](d)") == "a b "
    assert html_line_of("![b & c](../media/c.png)") == "b &amp; c"


def test_what_nobody_can_have_meant() -> None:
    assert tidied("a\x01b\u202ec\x0bd\ufeff") == "abc d"


def test_links_tell_nobody_where_they_lead_from() -> None:
    assert html_of("[a](https://b.c)") == '<p><a href="https://b.c">a</a></p>'


def test_limits_are_asked_before_libraries_are() -> None:
    """nh3 takes quadratic time on blocks in blocks: no text gets there that has more than some."""
    assert hypertext.LONGEST <= 50_000
    assert markdown_of("<p>" * 2_000 + "a") == "a"


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Order of a search!", "order-of-a-search"),
        ("Обыск 2", ""),
        ("Café", ""),
        ("--", ""),
        ("a" * 59 + " b", "a" * 59),
        ("22", "22"),
    ],
)
def test_ids_from_names(name: str, ident: str) -> None:
    assert id_from(name) == ident


def test_ids_are_unique() -> None:
    used: dict[str, int] = {}
    long = "a" * 60
    assert [unused_id(each, used) for each in ("a", "a", long, long, "a-2")] == [
        "a",
        "a-2",
        long,
        "a" * 58 + "-2",
        "a-2-2",
    ]
    assert [question_id(each, 7, used) for each in ("b", "", "No id", "b")] == [
        "b",
        "question-7",
        "question-7-2",
        "b-2",
    ]


def test_ids_of_parts() -> None:
    assert [*islice(letters(), 24, 30)] == ["y", "z", "aa", "ab", "ac", "ad"]
    assert [*islice(letters(), 26 + 26 * 26 - 1, 26 + 26 * 26 + 1)] == ["zz", "aaa"]


@pytest.mark.parametrize("tags", [Tags(), Tags("lawful", 2), Tags("o", 3, all_or_nothing=True, own=("law",))])
def test_tags_say_what_they_are_made_of(tags: Tags) -> None:
    assert said_by([*tags_for(tags), "objective-", "objective-Not an id", "difficulty-4", "No id"]) == tags


def test_a_loss_is_noted_once() -> None:
    losses, fault = Losses(3, "N"), Fault("Lost.", "Nothing.")
    losses.note(fault)
    losses.note(fault, {"word": 1})
    losses.note(fault)
    assert losses.noted == [NotCarried(3, "N", fault), NotCarried(3, "N", fault, {"word": 1})]
