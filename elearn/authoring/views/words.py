"""What the pages of authoring say of what cannot be done."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.authoring.rules.bringing import Lost, Unreadable
from elearn.authoring.rules.drafts import Conflict, Unusable
from elearn.authoring.service.drafts import Outcome

UNUSABLE = {
    Unusable.NAME: _l("No file of a module is called so. Use lower-case Latin letters, digits and hyphens."),
    Unusable.TOO_LARGE: _l("This file is too large."),
    Unusable.TOO_MANY: _l("The module has as many files as it may have."),
    Unusable.THERE: _l("Another file has this name."),
    Unusable.NEEDED: _l("A module needs its file module.md."),
}
UNREADABLE = {
    Unreadable.NO_PICTURE: _l(
        "Lessons cannot show this: bring a picture in PNG, JPEG or WebP, a sound, a video or a PDF. Save drawings as PNG."
    ),
    Unreadable.DAMAGED: _l("This file is damaged. Save it anew and try again."),
    Unreadable.TOO_LARGE: _l("This file is too large."),
    Unreadable.NO_DOCUMENT: _l("This is no Word document. Save it as .docx and try again."),
    Unreadable.TANGLED: _l("This text is too long or too nested. Bring it in parts."),
    Unreadable.NO_WORDS: _l("Say what the picture shows, for those who cannot see it."),
}
LOST = {
    Lost.PICTURES: _l("Pictures: add them with the button for pictures."),
    Lost.NOTES: _l("Footnotes: they stand at the end of the text."),
    Lost.COMMENTS: _l("Comments"),
    Lost.BOXES: _l("Text boxes"),
    Lost.STYLES: _l("Styles that lessons do not have"),
}


def refusal(outcome: Outcome) -> str:
    """Why something was not done, in a sentence."""
    if isinstance(outcome, Conflict):
        return str(_("Somebody else changed this file meanwhile. Please look at it again."))
    return str(UNUSABLE[outcome]) if isinstance(outcome, Unusable) else ""
