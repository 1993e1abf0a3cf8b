"""What a media file may be, and the codes that name a breach (api-facts section 1.9)."""

from dataclasses import dataclass
from typing import Final

from lib.facts import Kind, MediaInfo
from lib.sandbox.unusable import Unusable

MB: Final = 1024 * 1024  # whether the service means 10^6 is not stated; the stand-in takes the larger
_NARROWEST: Final = 1 / 8
_WIDEST: Final = 8.0
# A container's clock rounds; a clip of "30 seconds" often says 30.03.
_SECONDS_SLACK: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one kind of file.

    Attributes:
        kind: what it must hold.
        formats: short names, `jpeg`.
        largest_bytes: on disk.
        sides: least and most pixels of each side, None where there is no such limit; so for what follows.
        bounded: its aspect is 1:8 to 8:1.
        seconds: least and most, inclusive.
        alpha: a PNG may be transparent.
    """

    kind: Kind
    formats: tuple[str, ...]
    largest_bytes: int
    sides: tuple[int, int] | None = None
    bounded: bool = True
    seconds: tuple[float, float] | None = None
    alpha: bool = False


def check(info: MediaInfo, limits: Limits, where: str) -> None:
    """Hold a file's facts against the limits of its role.

    Args:
        info: the facts of the file.
        limits: of its role.
        where: its place in the body, for the message.

    Raises:
        Unusable: with the code of the first breach. Everything about a sound is `InvalidURL`, as documented.
    """
    breach = _breach(info, limits)
    if breach is None:
        return
    code, message = breach
    if limits.kind is Kind.SOUND:
        code = "InvalidURL"
    raise Unusable(f"{message}: {where}", code=code)


def _breach(info: MediaInfo, limits: Limits) -> tuple[str, str] | None:
    if info.size_bytes > limits.largest_bytes:
        return "InvalidFile.Size", f"The file is larger than {limits.largest_bytes // MB} MB"
    if info.kind is not limits.kind or info.format not in limits.formats:
        return "InvalidFile.Format", f"The file should be one of {', '.join(limits.formats)}"
    if info.flaw is not None:
        return "InvalidFile.Openerror", f"The file can't be opened ({info.flaw.value})"
    if info.has_alpha and info.format == "png" and not limits.alpha:
        return "InvalidFile.Format", "A PNG should have no alpha channel"
    return _shape_breach(info, limits) or _length_breach(info, limits)


def _shape_breach(info: MediaInfo, limits: Limits) -> tuple[str, str] | None:
    if limits.sides is None:
        return None
    low, high = limits.sides
    if info.width is None or info.height is None:
        return "InvalidFile.Openerror", "The size of the picture can't be read"
    if not (low <= info.width <= high and low <= info.height <= high):
        return "InvalidFile.Resolution", f"Each side should be {low} to {high} pixels, got {info.width}x{info.height}"
    if limits.bounded and not _NARROWEST <= info.width / info.height <= _WIDEST:
        return "InvalidFile.AspectRatio", f"The ratio should be 1:8 to 8:1, got {info.width}x{info.height}"
    return None


def _length_breach(info: MediaInfo, limits: Limits) -> tuple[str, str] | None:
    if limits.seconds is None:
        return None
    low, high = limits.seconds
    if info.seconds is None:
        return "InvalidFile.Openerror", "The length of the file can't be read"
    if not low - _SECONDS_SLACK <= info.seconds <= high + _SECONDS_SLACK:
        return "InvalidFile.Duration", f"It should last {low:g} to {high:g} seconds, got {info.seconds:.2f}"
    return None
