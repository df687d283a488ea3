"""What the editor sends: a text as it was typed, and the version that was read."""

from werkzeug.datastructures import MultiDict


def text(form: MultiDict[str, str], name: str = "text") -> bytes:
    """The text with the line ends of files. Browsers send those of mail."""
    typed = form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return typed.encode("utf-8", "replace")


def version(form: MultiDict[str, str], name: str = "version") -> int:
    """The version on which the text is based; -1, which no file has, where that cannot be read."""
    said = form.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else -1
