"""The address that is printed on slips and certificates is the site's own, whatever a request says."""

from pathlib import Path

import pytest
from flask import Flask

from config import Settings, UnsafeSettings
from elearn.certificates.views.words import sheet
from tests import factories_certificates as factories
from tests import factories_courses
from tests.people.helpers import plain, words
from tests.world import World

ADDRESS = "https://elearn.lan:8443"


def settings(folder: Path, **environment: str) -> Settings:
    return Settings.from_environment({"ELEARN_DATA": str(folder), **environment})


def test_a_site_with_an_address_answers_under_that_name_only(tmp_path: Path) -> None:
    flask = settings(tmp_path, ELEARN_ADDRESS=f"{ADDRESS}/").for_flask()
    assert (flask["ADDRESS"], flask["TRUSTED_HOSTS"]) == (ADDRESS, ["elearn.lan"])
    demonstration = settings(tmp_path, ELEARN_ADDRESS=ADDRESS, ELEARN_DEMONSTRATION="1").for_flask()
    assert (demonstration["ADDRESS"], demonstration["TRUSTED_HOSTS"]) == (ADDRESS, None)
    for unset in (settings(tmp_path), settings(tmp_path, ELEARN_ADDRESS="")):
        flask = unset.for_flask()
        assert (flask["ADDRESS"], flask["TRUSTED_HOSTS"]) == (None, None)


@pytest.mark.parametrize(
    "address", ["elearn.lan", "https://elearn.lan/site", "https://", "ftp://a", "https://a b", "//a"]
)
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(UnsafeSettings, match="ELEARN_ADDRESS must be what people type"):
        settings(tmp_path, ELEARN_ADDRESS=address).refuse_if_unsafe()


def test_the_address_on_a_slip(world: World) -> None:
    administrator = world.signed_in(world.kostanay.administrator)
    path = f"/officers/{world.kostanay.officers[0]}/code"
    world.app.config["ADDRESS"] = ADDRESS
    page = words(administrator.post(path, data={"language": "en"}))
    assert f"Open this address in a browser: {ADDRESS} Choose" in page


def test_the_addresses_on_a_certificate(world: World) -> None:
    factories_courses.publish()
    certificate = factories.issue(world.kostanay)
    for address, printed in ((ADDRESS, ADDRESS), (None, "http://asked.example")):
        world.app.config["ADDRESS"] = address
        with world.app.test_request_context(base_url="http://asked.example"):
            made = sheet(certificate)
        assert (made.site, made.address) == (f"{printed}/check", f"{printed}/check/{certificate.code}")


def test_another_host_is_refused_in_plain_words(app: Flask) -> None:
    app.config["TRUSTED_HOSTS"] = ["elearn.lan"]
    client = app.test_client()
    assert client.get("/sign-in", headers={"Host": "elearn.lan:8443"}).status_code == 200
    for path in ("/sign-in", "/nowhere"):
        refused = client.get(path, headers={"Host": "evil.example"})
        assert (refused.status_code, plain(refused.text)) == (
            400,
            "400 Bad Request Bad Request Host 'evil.example' is not trusted.",
        )
