"""Facts and drafts for the tests of the forms: pure values, no files."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lib.facts import Kind, MediaInfo
from lib.forms.catalog import load_catalog
from lib.forms.check import Checked, check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload

FORM = load_catalog().default
BEIJING = Tariff(service="dashscope", region="cn-beijing")

PICTURE = MediaInfo(
    kind=Kind.PICTURE, format="jpeg", mime="image/jpeg", size_bytes=90_000, sha256="a" * 64, width=640, height=480
)
CLIP = MediaInfo(
    kind=Kind.CLIP,
    format="mp4",
    mime="video/mp4",
    size_bytes=900_000,
    sha256="b" * 64,
    width=1280,
    height=720,
    seconds=8.0,
    has_audio=True,
    video_codec="h264",
)
VOICE = MediaInfo(
    kind=Kind.SOUND, format="wav", mime="audio/wav", size_bytes=90_000, sha256="c" * 64, seconds=4.0, loudness_db=-20.0
)

Given = tuple[str, MediaInfo, MediaInfo | None]


def picture(**changes: object) -> Given:
    return ("reference_image", replace(PICTURE, **changes), None)  # type: ignore[arg-type]  # any field of MediaInfo


def clip(**changes: object) -> Given:
    return ("reference_video", replace(CLIP, **changes), None)  # type: ignore[arg-type]  # any field of MediaInfo


def frame(**changes: object) -> Given:
    return ("first_frame", replace(PICTURE, **changes), None)  # type: ignore[arg-type]  # any field of MediaInfo


def voiced(given: Given, **changes: object) -> Given:
    return (given[0], given[1], replace(VOICE, **changes))  # type: ignore[arg-type]  # any field of MediaInfo


def judge(
    *given: Given,
    values: Mapping[str, object] | None = None,
    tariff: Tariff = BEIJING,
    stray: tuple[MediaInfo, ...] = (),
) -> Checked:
    """Check a form of these files; the prompt cites them all unless `values` says otherwise."""
    facts: dict[Path, MediaInfo] = {}
    attached = []
    counts = {"reference_image": 0, "reference_video": 0, "first_frame": 0}
    cited = []
    for number, (field, info, voice) in enumerate(given):
        counts[field] += 1
        word = {"reference_image": "Image", "reference_video": "Video"}.get(field)
        cited += [f"{word} {counts[field]}"] if word else []
        upload = Upload(path=Path(f"/u/{number}"), name=f"file{number}")
        facts[upload.path] = info
        sound = None
        if voice is not None:
            sound = Upload(path=Path(f"/v/{number}"), name=f"voice{number}")
            facts[sound.path] = voice
        attached.append(Attached(field=field, upload=upload, voice=sound))
    strays = tuple(Upload(path=Path(f"/s/{number}"), name="stray.wav") for number in range(len(stray)))
    facts |= dict(zip((one.path for one in strays), stray, strict=True))
    prompt = {"prompt": f"Look: {', '.join(cited)} meet."}
    draft = Draft(model=FORM.id, values={**prompt, **(values or {})}, attached=tuple(attached), stray_voices=strays)
    return check(draft, FORM, facts, tariff)


def found(checked: Checked, *severities: str) -> list[tuple[str, str]]:
    """Give the field and code of every finding of these severities; errors where none is named."""
    wanted = severities or ("error",)
    return [(one.field, one.code) for one in checked.findings if one.severity in wanted]
