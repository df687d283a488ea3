"""Keeping files: their bytes once, by digest, whoever wrote them."""

import hashlib
from collections.abc import Mapping

from elearn.courses.models import Blob
from elearn.courses.queries import sources
from elearn.courses.rules.module import Files
from elearn.foundation.db import db, insert


def digests(files: Files) -> Mapping[str, str]:
    """The digest of each file by path."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def keep(files: Files) -> Mapping[str, str]:
    """Keep what the files hold; the digest of each by path."""
    found = digests(files)
    there = sources.kept(found.values())
    new = {digest: files[path] for path, digest in found.items() if digest not in there}
    if new:
        # Somebody else may keep the same picture at this very moment.
        rows = [{"digest": digest, "data": data} for digest, data in new.items()]
        db.session.connection().execute(insert(Blob).on_conflict_do_nothing(), rows)
    return found
