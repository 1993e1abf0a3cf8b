"""Which repair a finding is offered, and what the button says: the forms' findings meet the media's repairs."""

from collections.abc import Mapping
from dataclasses import replace

from lib.facts import MediaInfo
from lib.forms.check import Checked, Facts, Slot, slots
from lib.forms.check_prompt import FIT, REWRITE
from lib.forms.draft import Draft
from lib.forms.fields import MediaRule
from lib.forms.finding import Finding
from lib.forms.form import ModelForm
from lib.media.mend import Limits, Repair, suitable

# Warnings pass the limits, so the facts alone don't ask for these.
_FOR_WARNINGS: Mapping[str, Repair] = {
    "picture.animated": Repair.PICTURE_CONVERT,
    "picture.cmyk": Repair.PICTURE_CONVERT,
    "clip.codec": Repair.CLIP_CONVERT,
    "voice.quiet": Repair.VOICE_LOUDER,
}

RESTORE = "restore"

FIX_WORDS: Mapping[str, str] = {
    Repair.PICTURE_CONVERT: "Convert",
    Repair.PICTURE_FLATTEN: "Put on white",
    Repair.PICTURE_SHRINK: "Shrink",
    Repair.PICTURE_ENLARGE: "Enlarge",
    Repair.PICTURE_PAD: "Pad",
    Repair.CLIP_CONVERT: "Convert",
    Repair.CLIP_TRIM: "Trim",
    Repair.CLIP_SCALE: "Scale",
    Repair.CLIP_SHRINK: "Shrink",
    Repair.VOICE_CONVERT: "Convert",
    Repair.VOICE_TRIM: "Keep the best part",
    Repair.VOICE_LOUDER: "Make louder",
    REWRITE: "Rewrite",
    FIT: "Fit the scenes",
    RESTORE: "Bring the original back",
}

# Nothing that was brought is lost by these; a trim leaves something out, and other times are another film, so these are
# asked for by themselves.
SAFE = frozenset(FIX_WORDS) - {Repair.CLIP_TRIM, Repair.VOICE_TRIM, RESTORE, FIT}
# Of these the person may pick the part that is kept.
PICKED = frozenset({Repair.CLIP_TRIM, Repair.VOICE_TRIM})


def with_fixes(checked: Checked, draft: Draft, form: ModelForm, facts: Facts) -> Checked:
    """Give the verdict with the name of a repair at every finding that has one."""
    by_field = {slot.field: slot for slot in slots(draft, form)}
    findings = tuple(_offered(finding, by_field, facts) for finding in checked.findings)
    return replace(checked, findings=findings)


def limits_of(rule: MediaRule) -> Limits:
    """Give a form's rule for a file as the plain limits of a repair."""
    return Limits(
        formats=rule.formats,
        max_bytes=rule.max_bytes,
        minimum_side=None if rule.sides is None else int(rule.sides.minimum),
        maximum_side=None if rule.sides is None or rule.sides.endless else int(rule.sides.maximum),
        widest=rule.widest,
        minimum_seconds=None if rule.seconds is None else rule.seconds.minimum,
        maximum_seconds=None if rule.seconds is None or rule.seconds.endless else rule.seconds.maximum,
        alpha=rule.alpha,
    )


def _offered(finding: Finding, by_field: Mapping[str, Slot], facts: Facts) -> Finding:
    slot = by_field.get(finding.field)
    if finding.fix is not None or slot is None:
        return finding
    fix = _repair(finding, facts[slot.upload.path], slot.rule)
    return finding if fix is None else replace(finding, fix=str(fix))


def _repair(finding: Finding, info: MediaInfo, rule: MediaRule) -> Repair | None:
    if finding.code.startswith("media."):
        return suitable(info, limits_of(rule))
    return _FOR_WARNINGS.get(finding.code)
