"""Pages of certificates: one's own, those of an academy, and the public page that checks one."""

from elearn.certificates.views import academy, checking, own
from elearn.certificates.views.common import blueprint

__all__ = ["academy", "blueprint", "checking", "own"]
