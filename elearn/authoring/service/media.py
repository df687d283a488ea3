"""Pictures that come into a draft."""

from uuid import UUID

from elearn.authoring.content import pictures
from elearn.authoring.queries import drafts
from elearn.authoring.rules.bringing import Unreadable, medium_name
from elearn.authoring.rules.drafts import Saved
from elearn.authoring.service.drafts import Outcome, save_file
from elearn.people.rules.letters import words

_MEDIA = "media/"


def add_picture(
    module_id: str, file_name: str, data: bytes, shows: str, by: UUID | None
) -> tuple[str, Outcome] | Unreadable:
    """Put a picture into the draft, drawn anew: the Markdown that shows it, and what saving it came to."""
    description = " ".join(shows.replace("[", "(").replace("]", ")").split())
    if not description:
        return Unreadable.NO_WORDS
    drawn = pictures.drawn_anew(data)
    if isinstance(drawn, Unreadable):
        return drawn
    ending, picture = drawn
    taken = [each.path.removeprefix(_MEDIA) for each in drafts.listed(module_id)]
    name = medium_name(file_name, words(description)[:4], ending, taken)
    outcome = save_file(module_id, f"{_MEDIA}{name}", picture, 0, by)
    return f"![{description}](../{_MEDIA}{name})" if isinstance(outcome, Saved) else "", outcome
