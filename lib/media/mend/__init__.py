"""Repairs: a new file beside an untouched original, made so that it passes the limits that the original missed."""

from lib.media.mend.limits import Choice, Limits, MendFailed, MendStopped, Repair
from lib.media.mend.safely import mend
from lib.media.mend.suggestion import suitable

__all__ = ["Choice", "Limits", "MendFailed", "MendStopped", "Repair", "mend", "suitable"]
