"""What is done with people: registering, linking, accounts, signing in."""

# For the time being, while others still call these here: they stand in the files of this folder.
from elearn.people.service.links import link, undo_link
from elearn.people.service.officers import let_see, post, register_officer
from elearn.people.service.projection import project, rebuild
from elearn.people.service.signing_in import sign_in, visitor

__all__ = ["let_see", "link", "post", "project", "rebuild", "register_officer", "sign_in", "undo_link", "visitor"]
