"""The verdict on the form as the page lists it: what is wrong, what could be better, and the way to each. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.forms.check import Checked
from lib.forms.finding import Finding
from lib.forms.words import say, subject
from lib.ui.first_step import first_step
from lib.ui.fixes import FIX_WORDS, PICKED, RESTORE, SAFE
from lib.ui.places import Places
from lib.ui.reading import PageForm
from lib.ui.ways import Spot, takes_another, way_of

WEIGHTS = {"error": "Error", "warning": "Warning", "note": "Note"}
# More warnings and notes than these are folded; errors never are.
FEW = 2


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What the list is made of beside the verdict.

    Attributes:
        page: what stands on the page.
        places: where the fields of all models stand.
        spots: by field, the card that holds its file.
        mended: the fields whose original is kept.
        pressed: somebody wants it sent, so that an empty form is told what it lacks.
    """

    page: PageForm
    places: Places
    spots: Mapping[str, Spot] = field(default_factory=dict)
    mended: Sequence[str] = ()
    pressed: bool = False


def findings_view(checked: Checked, listed: Listed) -> dict[str, Any]:
    """Give the pre-flight list. An untouched form is not scolded: it says what to do first."""
    if not (listed.page.touched or listed.pressed):
        return idle_view(first_step(listed.page.form))
    errors = sum(finding.severity == "error" for finding in checked.findings)
    warnings = sum(finding.severity == "warning" for finding in checked.findings)
    items = [_item(finding, listed) for finding in _by_weight(checked.findings)]
    items += [_restorable(name, listed) for name in listed.mended]
    rest = len(items) - errors
    if errors:
        tone, line, fold = "error", f"{errors} to mend first", f"{rest} more"
    elif warnings:
        tone, line, fold = "warning", f"Ready; {warnings} to look at", "Show"
    else:
        tone, line, fold = "ok", "Ready", f"{rest} notes"
    safe = {finding.field for finding in checked.findings if finding.fix in SAFE}
    folded = {"fold": fold if rest > FEW else ""}
    return {"tone": tone, "line": line, "items": items, "all": len(safe) > 1, "lead": "", "said": "", **folded}


def idle_view(line: str) -> dict[str, Any]:
    """Give the list of a form that nobody has begun."""
    return {"tone": "idle", "line": line, "items": [], "all": False, "fold": "", "lead": "", "said": ""}


def refused_view(view: Mapping[str, Any], stamp: str) -> dict[str, Any]:
    """Give the list after a press of Generate that sent nothing: it says so, and leads to its first error, once."""
    errors = [item for item in view["items"] if item["severity"] == "error"]
    line = f"Not sent: {len(errors)} to mend"
    return {**view, "line": line, "lead": stamp, "said": errors[0]["message"]}


def _item(finding: Finding, listed: Listed) -> dict[str, Any]:
    """Give one line of the list, with the way to what it speaks of and its repair where there is one."""
    form, held = listed.page.form, listed.spots.get(finding.field)
    label = FIX_WORDS[finding.fix] if finding.fix else ""
    name = subject(finding.field, form)
    prompt = str(listed.page.values.get("prompt") or "")
    return {
        "severity": finding.severity,
        "weight": WEIGHTS[finding.severity],
        "message": say(finding, form),
        "way": way_of(finding, form, listed.places, listed.spots, prompt),
        "another": f"Choose another file: {name}" if held is not None and takes_another(finding) else "",
        "fix": finding.fix or "",
        "field": finding.field,
        "label": label,
        "about": f"{label}: {name}" if label else "",
        "pick": held.url if held is not None and finding.fix in PICKED else "",
        "longest": str(finding.values.get("maximum", "")),
    }


def _restorable(field_name: str, listed: Listed) -> dict[str, Any]:
    name = subject(field_name, listed.page.form)
    return {
        "severity": "note",
        "weight": WEIGHTS["note"],
        "message": f"{name} was mended; the original is kept.",
        "way": listed.spots[field_name].way(),
        "fix": RESTORE,
        "field": field_name,
        "label": FIX_WORDS[RESTORE],
        "about": f"{FIX_WORDS[RESTORE]}: {name}",
    }


def _by_weight(findings: Sequence[Finding]) -> list[Finding]:
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(findings, key=lambda finding: order[finding.severity])
