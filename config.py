"""Settings: read from the environment once, with safe defaults, and judged before anything starts."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
_SAMPLES = ("change", "secret", "sample", "example", "password", "dev", "test", "xxx")


class UnsafeSettings(Exception):
    """The settings would endanger people or data; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """What an installation decides for itself."""

    database: str
    secret_key: str
    keys: Path  # folder of the countries' keys
    demonstration: bool = False
    debug: bool = False
    secure_cookies: bool = True
    address: str | None = None  # where people open the site, for what is printed: https://elearn.lan:8443
    content: Path = ROOT / "content" / "modules"
    secret_file: Path | None = None  # where the secret is kept; None when the environment gives it
    smtp: str | None = None  # the mail server, where there is one: smtp://host:25, smtps://name:password@host
    mail_from: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """ELEARN_DATA is the folder for everything that is kept; the other variables override parts of it."""
        demonstration = environment.get("ELEARN_DEMONSTRATION") == "1"
        data = Path(environment.get("ELEARN_DATA", ROOT / "var" / ("demonstration" if demonstration else "site")))
        given, kept = environment.get("ELEARN_SECRET_KEY"), data / "secret.key"
        return cls(
            database=environment.get("ELEARN_DATABASE", f"sqlite:///{data / 'elearn.db'}"),
            secret_key=given or _kept_secret(kept),
            secret_file=None if given else kept,
            keys=Path(environment.get("ELEARN_KEYS", data / "keys")),
            demonstration=demonstration,
            debug=environment.get("FLASK_DEBUG", "0") not in ("0", ""),
            address=environment.get("ELEARN_ADDRESS", "").rstrip("/") or None,
            secure_cookies=environment.get("ELEARN_PLAIN_HTTP") != "1" and not demonstration,
            smtp=environment.get("ELEARN_SMTP") or None,
            mail_from=environment.get("ELEARN_MAIL_FROM") or None,
        )

    def refuse_if_unsafe(self) -> None:
        """Raises UnsafeSettings for a production site with a guessable key or with the debugger on, and for an odd address."""
        if self.address and not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", self.address, re.IGNORECASE):
            raise UnsafeSettings(
                "ELEARN_ADDRESS must be what people type to open the site, without a path, such as https://elearn.lan:8443"
            )
        if self.smtp and (urlsplit(self.smtp).scheme not in ("smtp", "smtps") or not urlsplit(self.smtp).hostname):
            raise UnsafeSettings("ELEARN_SMTP must be the mail server, such as smtp://mail.lan:25 or smtps://mail.lan")
        if self.smtp and "@" not in (self.mail_from or ""):
            raise UnsafeSettings("ELEARN_MAIL_FROM must be the address that letters come from, such as elearn@mail.lan")
        if self.demonstration:
            return
        if len(self.secret_key) < 32 or any(sample in self.secret_key.lower() for sample in _SAMPLES):
            raise UnsafeSettings(
                "ELEARN_SECRET_KEY is too short or looks like a sample. Leave it unset, and a random one is made and kept."
            )
        if self.debug:
            raise UnsafeSettings("FLASK_DEBUG is on: the debugger lets anyone run code here. Unset it.")

    def for_flask(self) -> dict[str, Any]:
        """The settings under the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SECRET_FILE": self.secret_file,
            "ADDRESS": self.address,
            # A site with an address answers under that name only.
            "TRUSTED_HOSTS": [urlsplit(self.address).hostname] if self.address and not self.demonstration else None,
            "SQLALCHEMY_DATABASE_URI": self.database,
            "KEYS": self.keys,
            "DEMONSTRATION": self.demonstration,
            "CONTENT": self.content,
            "DOCUMENTS": ROOT / "docs",
            "SMTP": self.smtp,
            "MAIL_FROM": self.mail_from,
            "DEBUG": self.debug,
            # A name with __Host- is bound to this host and to https; browsers refuse it over plain http.
            "SESSION_COOKIE_NAME": "__Host-elearn" if self.secure_cookies else "elearn",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the session: a slow reader loses no form
            "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
            "BABEL_DEFAULT_LOCALE": "en",
            "COMPRESS_ALGORITHM": ["gzip"],
            "COMPRESS_LEVEL": 1,
            "COMPRESS_MIN_SIZE": 1024,
        }


def _kept_secret(path: Path) -> str:
    """The secret of this installation: made at the first start, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()
