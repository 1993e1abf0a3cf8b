"""How long a job is kept."""

from lib.jobs.record import Record

SECONDS_A_DAY = 86_400.0
# What was removed on the page can be brought back for so long.
UNDO_SECONDS = 600.0


def kept_until(record: Record, keep_days: int) -> float | None:
    """Give the moment at which a job goes, in seconds since 1970; None while it runs, and for a favourite."""
    if record.ended is None or record.favourite:
        return None
    return record.ended + keep_days * SECONDS_A_DAY
