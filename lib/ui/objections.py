"""What a service says no to beyond the model's own limits, put among the findings of a check. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from lib.forms.check import Checked
from lib.forms.finding import Finding, split_field
from lib.forms.form import ModelForm


def with_objections(checked: Checked, objections: Sequence[Finding], form: ModelForm) -> Checked:
    """Give the verdict with the objections in it, in the order of the form's fields; one of them keeps it back."""
    if not objections:
        return checked
    places = {row.name: number for number, row in enumerate(form.fields)}

    def place(finding: Finding) -> tuple[int, int]:
        name, index = split_field(finding.field)
        return places.get(name, -1), index

    findings = tuple(sorted((*checked.findings, *objections), key=place))
    wrong = any(finding.severity == "error" for finding in objections)
    return replace(checked, findings=findings, order=None if wrong else checked.order)
