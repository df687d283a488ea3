"""Until when a certificate, and the completion behind it, is good."""

from datetime import date


def valid_until(issued: date, months: int | None) -> date | None:
    """The last valid day: the same day so many months later, or the month's last day where there is no such day."""
    if months is None:
        return None
    year, month = divmod(issued.year * 12 + issued.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last_day = (first_of_next - date.resolution).day
    return date(year, month + 1, min(issued.day, last_day))
