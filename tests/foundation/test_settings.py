"""Settings: safe by default, and nothing unsafe starts."""

from pathlib import Path

import pytest

from config import Settings, UnsafeSettings


def settings(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment({"ELEARN_DATA": str(tmp_path), **environment})


def test_a_production_site_makes_and_keeps_its_own_secret(tmp_path: Path) -> None:
    first = settings(tmp_path)
    first.refuse_if_unsafe()
    assert len(first.secret_key) == 64
    assert settings(tmp_path).secret_key == first.secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert (first.demonstration, first.debug, first.secure_cookies) == (False, False, True)
    assert first.database == f"sqlite:///{tmp_path}/elearn.db"


@pytest.mark.parametrize(
    "key", ["short", "change-me-change-me-change-me-change-me", "this-is-the-secret-key-of-the-site-12345"]
)
def test_a_sample_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(UnsafeSettings, match="ELEARN_SECRET_KEY is too short or looks like a sample"):
        settings(tmp_path, ELEARN_SECRET_KEY=key).refuse_if_unsafe()


def test_the_debugger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="FLASK_DEBUG is on"):
        settings(tmp_path, FLASK_DEBUG="1").refuse_if_unsafe()


def test_cookies_are_bound_to_https_but_on_this_computer(tmp_path: Path) -> None:
    flask = settings(tmp_path).for_flask()
    assert flask["SESSION_COOKIE_NAME"] == "__Host-elearn"
    assert (flask["SESSION_COOKIE_SECURE"], flask["SESSION_COOKIE_HTTPONLY"], flask["SESSION_COOKIE_SAMESITE"]) == (
        True,
        True,
        "Lax",
    )
    plain = settings(tmp_path, ELEARN_PLAIN_HTTP="1").for_flask()
    assert (plain["SESSION_COOKIE_NAME"], plain["SESSION_COOKIE_SECURE"]) == ("elearn", False)
