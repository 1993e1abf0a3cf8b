"""Which repair makes a file pass, told from its facts alone."""

from lib.facts import Flaw, Kind, MediaInfo
from lib.media.mend.formats import (
    CLIP_DEMUXERS,
    CLIP_FORMAT,
    PICTURE_FORMATS,
    PICTURES_READ,
    SOUND_DEMUXERS,
    VOICE_FORMAT,
)
from lib.media.mend.limits import Limits, Repair

# As the check allows: an MP3 says a few hundredths more than it holds, a clip ends with a whole frame.
_TOLERANCE_SECONDS = 0.05
_PLAIN_MODES = {"RGB", "RGBA", "L", "LA", "P", "1"}


def suitable(facts: MediaInfo, limits: Limits) -> Repair | None:
    """Give the repair for the first thing that keeps a file from passing; None where it passes or nothing helps.

    A file of which a part is missing or unreadable has no repair: only the person has the whole one.
    """
    if facts.flaw is not None and not (facts.kind is Kind.PICTURE and facts.flaw is Flaw.TOO_MANY_PIXELS):
        return None
    if VOICE_FORMAT in limits.formats:
        return _for_voice(facts, limits)
    if facts.kind is Kind.PICTURE and PICTURE_FORMATS & set(limits.formats):
        return _for_picture(facts, limits)
    if facts.kind is Kind.CLIP and CLIP_FORMAT in limits.formats:
        return _for_clip(facts, limits)
    return None


def fits(facts: MediaInfo, limits: Limits) -> bool:
    """Tell whether a file keeps to all limits."""
    return (
        facts.flaw is None
        and facts.format in limits.formats
        and facts.size_bytes <= limits.max_bytes
        and not (_too_big(facts, limits) or _too_small(facts, limits) or _too_narrow(facts, limits))
        and not (_too_long(facts, limits) or _too_short(facts, limits))
        and not (facts.has_alpha and not limits.alpha)
    )


def _for_picture(facts: MediaInfo, limits: Limits) -> Repair | None:
    if facts.format not in PICTURES_READ:
        return None
    odd = facts.color_mode not in _PLAIN_MODES or (facts.frames or 1) > 1
    if facts.format not in limits.formats or odd:
        return Repair.PICTURE_CONVERT
    if facts.flaw is Flaw.TOO_MANY_PIXELS or _too_big(facts, limits) or facts.size_bytes > limits.max_bytes:
        return Repair.PICTURE_SHRINK
    if _too_narrow(facts, limits):
        return Repair.PICTURE_PAD
    if _too_small(facts, limits):
        return Repair.PICTURE_ENLARGE
    return Repair.PICTURE_FLATTEN if facts.has_alpha and not limits.alpha else None


def _for_clip(facts: MediaInfo, limits: Limits) -> Repair | None:
    if facts.format not in CLIP_DEMUXERS or _too_short(facts, limits):
        return None
    if facts.format not in limits.formats:
        return Repair.CLIP_CONVERT
    if _too_long(facts, limits):
        return Repair.CLIP_TRIM
    if _too_big(facts, limits) or _too_small(facts, limits) or _too_narrow(facts, limits):
        return Repair.CLIP_SCALE
    if facts.size_bytes > limits.max_bytes:
        return Repair.CLIP_SHRINK
    return Repair.CLIP_CONVERT if facts.video_codec != "h264" else None


def _for_voice(facts: MediaInfo, limits: Limits) -> Repair | None:
    """Give the repair for a voice; a clip that was given as one has its sound taken."""
    if _too_short(facts, limits):
        return None
    if facts.kind is Kind.CLIP:
        # The tracks of a clip that no model takes are not read.
        silent = facts.video_codec is not None and not facts.has_audio
        return Repair.VOICE_CONVERT if facts.format in CLIP_DEMUXERS and not silent else None
    if facts.kind is not Kind.SOUND or facts.format not in SOUND_DEMUXERS:
        return None
    if facts.format not in limits.formats:
        return Repair.VOICE_CONVERT
    return Repair.VOICE_TRIM if _too_long(facts, limits) or facts.size_bytes > limits.max_bytes else None


def _sides(facts: MediaInfo) -> tuple[int, int]:
    """Give the shorter and the longer side."""
    width, height = facts.width or 0, facts.height or 0
    return min(width, height), max(width, height)


def _too_big(facts: MediaInfo, limits: Limits) -> bool:
    return limits.maximum_side is not None and _sides(facts)[1] > limits.maximum_side


def _too_small(facts: MediaInfo, limits: Limits) -> bool:
    return limits.minimum_side is not None and 0 < _sides(facts)[0] < limits.minimum_side


def _too_narrow(facts: MediaInfo, limits: Limits) -> bool:
    short, long = _sides(facts)
    return limits.widest is not None and long > limits.widest * short


def _too_long(facts: MediaInfo, limits: Limits) -> bool:
    maximum = limits.maximum_seconds
    return maximum is not None and facts.seconds is not None and facts.seconds > maximum + _TOLERANCE_SECONDS


def _too_short(facts: MediaInfo, limits: Limits) -> bool:
    minimum = limits.minimum_seconds
    return minimum is not None and facts.seconds is not None and facts.seconds < minimum - _TOLERANCE_SECONDS
