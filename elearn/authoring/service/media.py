"""Pictures, sounds, videos and documents that come into a draft."""

from uuid import UUID

from elearn.authoring.content import pictures
from elearn.authoring.queries import drafts
from elearn.authoring.rules.bringing import Unreadable, medium_name
from elearn.authoring.rules.drafts import Saved
from elearn.authoring.service.drafts import Outcome, save_file
from elearn.courses.content.media import kind, mime_type
from elearn.foundation.markup import is_document, is_played
from elearn.people.rules.letters import words

_MEDIA = "media/"
_ENDINGS = {
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
}


def add_medium(
    module_id: str, file_name: str, data: bytes, shows: str, by: UUID | None
) -> tuple[str, Outcome] | Unreadable:
    """Put a file into the draft, a picture drawn anew: the Markdown that shows it, and what saving it came to."""
    description = " ".join(shows.replace("[", "(").replace("]", ")").split())
    if not description:
        return Unreadable.NO_WORDS
    drawn = _checked(data) or pictures.drawn_anew(data)
    if isinstance(drawn, Unreadable):
        return drawn
    ending, kept = drawn
    taken = [each.path.removeprefix(_MEDIA) for each in drafts.listed(module_id)]
    name = medium_name(file_name, words(description)[:4], ending, taken)
    outcome = save_file(module_id, f"{_MEDIA}{name}", kept, 0, by)
    return _markdown(f"../{_MEDIA}{name}", description) if isinstance(outcome, Saved) else "", outcome


def _checked(data: bytes) -> tuple[str, bytes] | Unreadable | None:
    """A sound, video or document as it is; None where it is neither."""
    ending = _ENDINGS.get(mime_type(data))
    if ending is None:
        return None
    return (ending, data) if len(data) <= kind(f".{ending}")[1] else Unreadable.TOO_LARGE


def _markdown(target: str, description: str) -> str:
    if is_document(target):
        return f"[{description}]({target})"
    transcript = f"\n\n/// transcript | {description}\n\n///" if is_played(target) else ""
    return f"![{description}]({target}){transcript}"
