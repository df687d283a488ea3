"""The typesetting of certificates: every letter of the six languages, nothing read as markup, one page whatever the length."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest

from elearn.certificates import exports
from elearn.certificates.exports import Sheet
from elearn.foundation.locale import Text
from tests.certificates.papers import read_code, text

NOW = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)
ARABIC = Sheet(
    language="ar",
    direction="rtl",
    academy=Text("المدرسة الوطنية", "ar"),
    title="شهادة",
    lead="تُمنح هذه الشهادة إلى",
    name="محمد بن صالح",
    deed="لإتمام الوحدة التدريبية عبر الإنترنت",
    module=Text("الأمن الديناميكي", "ar"),
    lines=(("مدة الدراسة", "6 ساعات"), ("تاريخ الإصدار", "15 سبتمبر 2026")),
    code_label="رمز الشهادة",
    code="7Q4M-2XKD-9TRA-5B0C-H",
    check="يمكن لأي شخص التحقق من هذه الشهادة على هذا العنوان",
    site="https://training.example/check",
    address="https://training.example/check/7Q4M-2XKD-9TRA-5B0C-H",
    qr_label="رمز مربع",
    limits="وهي ليست مؤهلاً بموجب القاعدة 75 من قواعد نيلسون مانديلا، ولا تخوّل تقييم السجناء.",
)


def test_an_arabic_one_has_all_its_letters_and_keeps_codes_from_left_to_right() -> None:
    document = exports.pdf(ARABIC, NOW)  # raises when a letter is in no font
    assert read_code(document) == ARABIC.address
    assert [part in text(document) for part in (ARABIC.code, ARABIC.site)] == [True, True]


@pytest.mark.parametrize("length", [1, 4, 12])
def test_long_names_and_titles_stay_on_the_page(length: int) -> None:
    title = Text("Standards for the treatment of prisoners " * length, "en")
    long = replace(ARABIC, name="Нұрмұхаммедова " * length, module=title)
    assert len(pypdf.PdfReader(BytesIO(exports.pdf(long, NOW))).pages) == 1


@pytest.mark.parametrize(
    ("name", "printable"),
    [
        ("ӘәҒғҚқҢңӨөҰұҮүҺһІі", True),
        ("ҢңӨөҮү", True),
        ("ёйъыэюяЁЙЪЫЭЮЯ", True),
        ("ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ", True),
        ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", True),
        ("O’Brien-Núñez #[panic()] \\ $x$ *", True),
        ("ბერიძე ანა", False),
        ("李", False),
        ("Орлов \N{SLIGHTLY SMILING FACE}", False),
    ],
)
def test_the_fonts_have_the_letters_of_the_six_languages_and_say_so_of_others(name: str, printable: bool) -> None:
    assert exports.prints(name) is printable


def test_a_name_is_never_read_as_markup() -> None:
    name = '#panic("x") *[Айгүл]* $a$ \\ `c`'
    assert name in text(exports.pdf(replace(ARABIC, name=name), NOW))


def test_the_same_certificate_is_the_same_file() -> None:
    assert exports.pdf(ARABIC, NOW) == exports.pdf(ARABIC, NOW)
