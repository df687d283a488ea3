"""The main job in a real browser: from the printed code to the certificate, the export and the figure."""

import csv
import io

import pypdfium2
import zxingcpp
from playwright.sync_api import Browser

from tests.journey.conftest import MODULE, Site, context
from tests.journey.officer import Officer


def qr_code(pdf: bytes) -> str:
    """What the QR code on a certificate says."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=3, grayscale=True)
    pixels = memoryview(picture.buffer).cast("B").cast("B", (picture.height, picture.stride))
    (found,) = zxingcpp.read_barcodes(pixels)
    return str(found.text)


def certificate(officer: Officer) -> bytes:
    """Download the certificate as a person does."""
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("link", name="Download the certificate (PDF)").click()
    assert officer.site.code not in waiting.value.suggested_filename
    return waiting.value.path().read_bytes()


def to_the_certificate(officer: Officer) -> bytes:
    """Activation, pre-test, lessons, scenario, a failed and a passed final assessment: the certificate's PDF."""
    officer.activate(officer.site.code)
    assert officer.heading() == "Today"
    officer.open(f"/modules/{MODULE}")
    officer.press("Take the pre-test")
    officer.answer(officer.wrong)
    assert officer.heading() == "Your pre-test"
    officer.read_everything()
    officer.press("Start the final assessment")
    officer.answer(officer.wrong)
    assert officer.heading() == "Not passed this time"
    assert "The right answers and why they are right are shown when you have passed" in officer.page.content()
    officer.press("Go on to the module", role="link")
    officer.press("Take the final assessment again")
    officer.answer(officer.right)
    assert officer.heading() == "You have passed"
    assert "Nelson Mandela Rules" in officer.page.content()  # the explanations
    officer.press("Go on to the module", role="link")
    officer.press("To your certificate")
    assert officer.heading() == "Certificates"
    return certificate(officer)


def test_from_the_printed_code_to_the_figure(chromium: Browser, site: Site) -> None:
    before = site.trained()
    officer = Officer(context(chromium, site).new_page(), site)
    pdf = to_the_certificate(officer)
    address = qr_code(pdf)
    assert address.startswith(f"{site.address}/check/")

    officer.press("Sign out")
    officer.page.go_back()
    assert "Сейтқали" not in officer.page.content()
    assert officer.heading() == "Training for prison officers"

    anyone = Officer(context(chromium, site).new_page(), site)
    anyone.open(address.removeprefix(site.address))
    assert anyone.heading() == "This certificate is valid"
    assert "Сейтқали" not in anyone.page.content()

    office = Officer(context(chromium, site).new_page(), site)
    office.sign_in("kostanay-admin")
    assert office.heading() == "Today"
    office.open("/overview")
    row = office.page.locator("table").nth(1).locator("tr", has_text="Сейтқали")
    assert "passed" in row.inner_text()
    assert "100%" in row.inner_text()
    assert "Жумабаев" not in office.page.content()  # of the second academy
    office.open("/exports")
    with office.page.expect_download() as waiting:
        office.page.locator('button[formaction^="/exports/named"]', has_text="CSV").click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text("utf-8-sig")), delimiter=";"))
    named = dict(zip(rows[0], rows[1], strict=True))
    assert (len(rows), named["Family name"], named["Given name"], named["Score, percent"]) == (
        2,
        "Сейтқали",
        "Айгүл",
        "100",
    )
    assert named["Certificate"].endswith(" valid")
    assert named["Certificate"].removesuffix(" valid") == address.rsplit("/", 1)[1]
    office.open("/officers")
    office.open("/enrolment")
    office.open("/account")

    programme = Officer(context(chromium, site).new_page(), site)
    programme.sign_in("programme")
    programme.open("/programmes/joint")
    assert before == 0
    assert site.trained() == 1
    assert programme.page.locator(".figure").first.inner_text() == "1"
    programme.press("1", role="link")
    assert str(site.world.kostanay.officers[0]) in programme.page.content()
    programme.open("/site")
    for someone in (officer, anyone, office, programme):
        assert someone.said == []


def test_without_javascript(chromium: Browser, site: Site) -> None:
    officer = Officer(context(chromium, site, java_script_enabled=False).new_page(), site, javascript=False)
    pdf = to_the_certificate(officer)
    assert qr_code(pdf).startswith(f"{site.address}/check/")
    assert site.trained() == 1


def test_in_arabic(chromium: Browser, site: Site) -> None:
    """Right to left from the sign-in on; content not translated yet keeps its own language and direction, and says so."""
    officer = Officer(context(chromium, site, locale="ar").new_page(), site)
    officer.sign_in("000002")
    page = officer.page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    for path in (
        "/",
        "/modules",
        f"/modules/{MODULE}",
        f"/modules/{MODULE}/what-it-is",
        "/certificates",
        "/account",
        "/help",
    ):
        officer.open(path)
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    officer.open(f"/modules/{MODULE}/what-it-is")
    assert page.locator("article h1").get_attribute("dir") == "ltr"
    page.locator("main form .button").last.click()  # done, next
    page.wait_for_load_state()
    officer.open(f"/modules/{MODULE}")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert officer.said == []
