"""What the service takes, and what may still not give what one hopes for: warnings and notes about the files."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from lib.facts import Kind, MediaInfo
from lib.forms.draft import Draft
from lib.forms.fields import Choice, MediaRule, OneFile, References, WholeNumber
from lib.forms.finding import Finding, at, split_field
from lib.forms.form import ModelForm

# A voice recorded close to a microphone is around -20 dB; below this it is lost in a room's own noise.
QUIET_DB = -40.0
# Nothing but the noise of the coding itself.
SILENT_DB = -70.0
# The codecs that Chromium, Firefox and Safari all play in an MP4.
PLAYED_EVERYWHERE = frozenset({"h264"})
# A character of half this side fills hardly a quarter of a frame of 1080 lines.
SMALL_SIDE_PX = 400
LARGE_RESOLUTION = "1080P"
# Wider apart than this, two aspects look different: 16:9 is 1.78, 4:3 is 1.33; 1280 × 728 still counts as 16:9.
SAME_ASPECT = 0.03

Facts = Mapping[Path, MediaInfo]


def remarks(draft: Draft, form: ModelForm, facts: Facts, values: Mapping[str, object]) -> Iterator[Finding]:
    """Give the warnings and notes about the files that can be read."""
    for index, item in draft.numbered():
        row = form.get(item.field)
        info = facts[item.upload.path]
        if not isinstance(row, References | OneFile) or info.flaw is not None:
            continue
        # Of a format that isn't taken nothing more is known than its name.
        if info.kind != row.rule.kind or info.format not in row.rule.formats:
            continue
        field = at(item.field, index) if isinstance(row, References) else item.field
        if info.kind is Kind.PICTURE:
            yield from _picture(field, info, row.rule, values)
        if info.kind is Kind.CLIP:
            yield from _clip(field, info, voiced=item.voice is not None or not _takes_voice(form, item.field))
    yield from _frame(draft, form, facts, values)
    yield from _lengths(draft, form, facts, values)


def sound_remarks(field: str, info: MediaInfo, form: ModelForm) -> Iterator[Finding]:
    """Give the warnings about a sound: a voice lends its timbre, any other is heard as it is."""
    if info.flaw is not None or info.loudness_db is None:
        return
    is_voice = form.voices is not None and split_field(field)[0] == form.voices.name
    if info.loudness_db <= SILENT_DB:
        yield Finding(code="voice.silent" if is_voice else "sound.silent", field=field, severity="warning")
    elif info.loudness_db < QUIET_DB and is_voice:
        values = {"found": round(info.loudness_db, 1)}
        yield Finding(code="voice.quiet", field=field, severity="warning", values=values)


def _picture(field: str, info: MediaInfo, rule: MediaRule, values: Mapping[str, object]) -> Iterator[Finding]:
    if (info.frames or 1) > 1:
        yield Finding(code="picture.animated", field=field, severity="warning")
    if info.color_mode == "CMYK":
        yield Finding(code="picture.cmyk", field=field, severity="warning")
    resolution = values.get("resolution")
    if info.width is None or info.height is None or resolution != LARGE_RESOLUTION:
        return
    # One that is too small to be taken at all is said to be that, and not small besides.
    smallest = rule.sides.minimum if rule.sides is not None else 0
    if smallest <= min(info.width, info.height) < SMALL_SIDE_PX:
        size = {"width": info.width, "height": info.height, "found": resolution}
        yield Finding(code="picture.small", field=field, severity="warning", values=size)


def _clip(field: str, info: MediaInfo, *, voiced: bool) -> Iterator[Finding]:
    if info.video_codec and info.video_codec not in PLAYED_EVERYWHERE:
        codec = {"found": info.video_codec.upper()}
        yield Finding(code="clip.codec", field=field, severity="warning", values=codec)
    if not info.has_audio and not voiced:
        yield Finding(code="clip.silent", field=field, severity="warning")


def _takes_voice(form: ModelForm, field: str) -> bool:
    return form.voices is not None and field in form.voices.of


def _lengths(draft: Draft, form: ModelForm, facts: Facts, values: Mapping[str, object]) -> Iterator[Finding]:
    """Warn where a length leaves nothing to make after the clip that it includes, or is longer than the clip edited."""
    for row in form.scalars():
        value = values[row.name]
        if not isinstance(row, WholeNumber) or isinstance(value, bool) or not isinstance(value, int | float):
            continue
        edited = row.follows.file if row.follows is not None and value != row.follows.value else ""
        for item in draft.attached:
            seconds = facts[item.upload.path].seconds
            if seconds is None or item.field not in (row.includes, edited):
                continue
            told = {"found": value, "seconds": seconds}
            if item.field == row.includes and value <= seconds:
                yield Finding(code="number.all_clip", field=row.name, severity="warning", values=told)
            if item.field == edited and value > seconds + 1:
                yield Finding(code="number.beyond_clip", field=row.name, severity="warning", values=told)


def _frame(draft: Draft, form: ModelForm, facts: Facts, values: Mapping[str, object]) -> Iterator[Finding]:
    """Say that a first frame decides the aspect, and warn where it is another than the one chosen."""
    name = form.ratio_ignored_with
    frame = next((item for item in draft.attached if item.field == name), None)
    if name is None or frame is None:
        return
    ratio = str(values.get("ratio"))
    yield Finding(code="ratio.ignored", field="ratio", severity="note", values={"found": ratio})
    info, row = facts[frame.upload.path], form.get("ratio")
    if info.width is None or info.height is None or not isinstance(row, Choice) or ratio not in row.choices:
        return
    across, _, down = ratio.partition(":")
    wanted = int(across) / int(down)
    if abs(info.width / info.height - wanted) > SAME_ASPECT * wanted:
        size = {"width": info.width, "height": info.height, "found": ratio}
        yield Finding(code="frame.aspect", field=name, severity="warning", values=size)
