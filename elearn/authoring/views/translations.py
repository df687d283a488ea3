"""The pages of translations: each block beside its source, and on to translators and back as PO files."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.forms import translating as sent
from elearn.authoring.forms.translating import SentBlock
from elearn.authoring.queries import translating as queries
from elearn.authoring.rules.drafts import Draft, Saved
from elearn.authoring.rules.wording import by_word
from elearn.authoring.service import translating as service
from elearn.authoring.service.translating import Overtaken
from elearn.authoring.views.common import blueprint, draft
from elearn.courses.content import handover, translations
from elearn.courses.content.translations import Pair
from elearn.courses.rules.module import Files
from elearn.courses.rules.translating import State, counts
from elearn.foundation.access import requires
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.markup import Unrenderable, render
from elearn.foundation.web import takes, writes
from elearn.people.rules.roles import Permission

Page = Response | str | tuple[str, int]
PER_PAGE = 10
WORDS = {
    State.MISSING: (_l("missing"), "bad"),
    State.STALE: (_l("the source changed"), "due"),
    State.UNMARKED: (_l("not compared with the source"), "due"),
    State.DONE: (_l("done"), "ok"),
}
_CONFLICT, _UNPROCESSABLE = 409, 422


def _found(module_id: str, language: str) -> tuple[Draft, Files]:
    """A draft with its texts, which is not written in that language first."""
    found, files = draft(module_id), queries.texts(module_id)
    if language not in LANGUAGES or language == translations.source_of(files):
        abort(404)
    return found, files


@blueprint.get("/authoring/<module_id>/translations")
@requires(Permission.AUTHOR)
def all_translations(module_id: str) -> str:
    found, files = draft(module_id), queries.texts(module_id)
    source = translations.source_of(files)
    standing = {
        language: counts(pair.state for pair in translations.pairs(files, language))
        for language in LANGUAGES
        if language != source
    }
    return render_template("authoring/translations.html", draft=found, source=source, standing=standing, words=WORDS)


@blueprint.get("/authoring/<module_id>/translations/<language>")
@requires(Permission.AUTHOR)
def translation(module_id: str, language: str) -> str:
    found, files = _found(module_id, language)
    return _page(found, files, language)


def _page(found: Draft, files: Files, language: str, **typed: Any) -> str:
    pairs = translations.pairs(files, language)
    wanted = request.args.get("show", "")
    chosen = [pair for pair in pairs if wanted not in [*State] or pair.state == wanted or pair.key == typed.get("key")]
    last = max(1, -(-len(chosen) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    shown = chosen[(number - 1) * PER_PAGE : number * PER_PAGE]
    before = service.previous(found.module_id, files, shown)
    return render_template(
        "authoring/translation.html",
        draft=found,
        target=language,
        source=translations.source_of(files),
        pairs=shown,
        counts=counts(pair.state for pair in pairs),
        wanted=wanted if wanted in [*State] else "",
        page=number,
        last=last,
        page_address=lambda number: url_for(
            ".translation", module_id=found.module_id, language=language, page=number, show=wanted or None
        ),
        words=WORDS,
        versions={pair.key: service.version(pair) for pair in shown},
        changes={key: by_word(said, _source(shown, key)) for key, said in before.items()},
        anchor=_anchor,
        shown=_shown,
        typed=typed,
    )


def _anchor(key: str) -> str:
    """The name of a block on its page."""
    return f"block-{key.replace('.', '-').replace('#', '-')}"


def _source(pairs: list[Pair], key: str) -> str:
    return next(pair.source.text for pair in pairs if pair.key == key)


def _shown(pair: Pair, language: str) -> str:
    """The source of a block as it is read; its text where that cannot be rendered. `language` is that of the source."""
    try:
        return render(pair.source.shown, language=language)
    except Unrenderable:
        return ""


@blueprint.post("/authoring/<module_id>/translations/<language>")
@requires(Permission.AUTHOR)
@takes(megabytes=4)
@writes
def save_block(module_id: str, language: str) -> Page:
    found, _files = _found(module_id, language)
    block = sent.block(request.form) or abort(400)
    outcome = service.save_block(
        module_id, language, block.key, block.words, block.origin, block.base, current_user.account_id
    )
    if isinstance(outcome, Saved):
        flash(_("Saved."), "ok")
        return redirect(_back(module_id, language, block), 303)
    typed: dict[str, Any] = {"key": block.key, "words": block.words}
    if isinstance(outcome, Complaint):
        typed["complaint"] = outcome
        return _page(found, queries.texts(module_id), language, **typed), _UNPROCESSABLE
    typed["theirs"] = outcome.theirs if isinstance(outcome, Overtaken) else None
    return _page(found, queries.texts(module_id), language, **typed), _CONFLICT


def _back(module_id: str, language: str, block: SentBlock) -> str:
    show, page = request.args.get("show"), request.args.get("page")
    address = url_for(".translation", module_id=module_id, language=language, show=show, page=page)
    return f"{address}#{_anchor(block.key)}"


@blueprint.get("/authoring/<module_id>/translations/<language>/po")
@requires(Permission.AUTHOR)
def to_translators(module_id: str, language: str) -> Response:
    _draft, files = _found(module_id, language)
    pairs = translations.pairs(files, language)
    text = handover.written(pairs, language, service.previous(module_id, files, pairs))
    answer = Response(text, mimetype="text/x-gettext-translation")
    answer.headers["Content-Disposition"] = f"attachment; filename={module_id}-{language}.po"
    return answer


@blueprint.post("/authoring/<module_id>/translations/<language>/po")
@requires(Permission.AUTHOR)
@takes(megabytes=8)
def look_at_po(module_id: str, language: str) -> Page:
    """What a PO file would bring; it is written when that is confirmed."""
    found, _files = _found(module_id, language)
    file = request.files.get("file")
    text = sent.file_text(file)
    brought = service.look_at(module_id, language, text, (file.filename if file else "") or "")
    return render_template(
        "authoring/from_translators.html",
        draft=found,
        target=language,
        brought=brought,
        seen=service.sum_of(brought),
        text=text,
    )


@blueprint.post("/authoring/<module_id>/translations/<language>/po/take")
@requires(Permission.AUTHOR)
@takes(megabytes=8)
@writes
def take_po(module_id: str, language: str) -> Page:
    _found(module_id, language)
    text, seen = sent.clean(request.form.get("text", "")), request.form.get("seen", "")
    taken = service.take(module_id, language, text, seen, current_user.account_id)
    if taken is None:
        flash(_("The module changed meanwhile. Nothing was written: please bring the file again."), "due")
    else:
        count = len(taken.changes)
        flash(ngettext("%(num)d block was taken.", "%(num)d blocks were taken.", count), "ok")
    return redirect(url_for(".translation", module_id=module_id, language=language), 303)
