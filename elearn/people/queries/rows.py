"""What a read gives back: rows whose columns its select names."""

from typing import Any

from sqlalchemy import Row

AnyRow = Row[*tuple[Any, ...]]
