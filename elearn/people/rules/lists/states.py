"""How far a list has got."""

from enum import StrEnum


class ListState(StrEnum):
    """From the upload to the end."""

    CHECKING = "checking"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    LOADING = "loading"
    DONE = "done"


class NoRow(StrEnum):
    """Why a file of corrected rows cannot be taken into its list."""

    NO_ROW_COLUMN = "no-row-column"
