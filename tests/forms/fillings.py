"""Any model's form filled in from its own table: as little as it takes, as much, and with one thing changed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lib.facts import Kind, MediaInfo
from lib.forms.catalog import load_catalog
from lib.forms.check import Checked, check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload
from lib.forms.fields import Choice, Flag, MediaRule, OneFile, References, Seed, Text, Voices, WholeNumber
from lib.forms.form import ModelForm

CATALOG = load_catalog()
FORMS = {form.id: form for form in CATALOG}
SANDBOX = Tariff(service="sandbox")

# A file in its field, and its voice.
Given = tuple[str, MediaInfo, MediaInfo | None]


def fine(rule: MediaRule) -> MediaInfo:
    """The facts of a file that a rule takes without a word."""
    seconds = None if rule.seconds is None else min(rule.seconds.maximum, rule.seconds.minimum + 1)
    info = MediaInfo(kind=rule.kind, format=rule.formats[0], mime="x/y", size_bytes=1000, seconds=seconds)
    if rule.kind is Kind.SOUND:
        return replace(info, loudness_db=-20.0)
    return replace(info, width=1600, height=900, has_audio=True, video_codec="h264" * (rule.kind is Kind.CLIP))


def rule_of(form: ModelForm, name: str) -> MediaRule:
    row = form.get(name)
    assert isinstance(row, References | Voices | OneFile)
    return row.rule


def least(form: ModelForm) -> list[Given]:
    """As few files as the form takes."""
    names = [row.name for row in form.singles() if row.required]
    names += form.permitted_sets[0] if form.permitted_sets else ()
    if form.references is not None:
        names += [form.references.lists[0]] * form.references.minimum
    return [(name, fine(rule_of(form, name)), None) for name in names]


def most(form: ModelForm) -> list[Given]:
    """As many files as the form takes, voices included."""
    names = list(max(form.permitted_sets, key=len, default=[row.name for row in form.singles()]))
    count = form.references
    for row in form.lists():
        share = row.max_items if count is None else count.maximum // len(count.lists)
        names += [row.name] * share
    voice = None if form.voices is None else fine(form.voices.rule)
    voiced = () if form.voices is None else form.voices.of
    return [(name, fine(rule_of(form, name)), voice if name in voiced else None) for name in names]


def with_file(form: ModelForm, name: str) -> list[Given]:
    """As few files as the form takes with one in this field; of a voice's field, a reference with a voice."""
    row = form.get(name)
    if isinstance(row, Voices):
        first = row.of[0]
        return [(first, fine(rule_of(form, first)), fine(row.rule))]
    fitting = next((names for names in form.permitted_sets if name in names), None)
    names = [given[0] for given in least(form)] if fitting is None else list(fitting)
    return [(one, fine(rule_of(form, one)), None) for one in (names if name in names else [*names, name])]


def changed(form: ModelForm, name: str, info: MediaInfo) -> list[Given]:
    """`with_file`, its last file of that field replaced."""
    given = with_file(form, name)
    if isinstance(form.get(name), Voices):
        return [(given[0][0], given[0][1], info)]
    place = max(index for index, one in enumerate(given) if one[0] == name)
    return [(name, info, None) if index == place else one for index, one in enumerate(given)]


def other_values(form: ModelForm) -> dict[str, object]:
    """A value for every field that is not a file, none of them its default."""
    values: dict[str, object] = {}
    for row in form.scalars():
        match row:
            case Text():
                values[row.name] = "no rain"
            case Choice():
                values[row.name] = next(one for one in row.choices if one != row.default)
            case WholeNumber():
                values[row.name] = row.minimum + 1
            case Flag():
                values[row.name] = not row.default
            case Seed():
                values[row.name] = row.minimum
    return values


def draft_of(
    form: ModelForm, given: list[Given], values: Mapping[str, object] | None = None
) -> tuple[Draft, dict[Path, MediaInfo]]:
    """Give the draft of these files, its prompt citing them all, and their facts."""
    facts: dict[Path, MediaInfo] = {}

    def upload(place: str, info: MediaInfo) -> Upload:
        path = Path(f"/u/{place}")
        facts[path] = replace(info, sha256=f"{len(facts):064x}")
        return Upload(path=path, name=f"{place}.{info.format}")

    attached = tuple(
        Attached(
            field=name,
            upload=upload(str(number), info),
            voice=None if voice is None else upload(f"{number}v", voice),
        )
        for number, (name, info, voice) in enumerate(given)
    )
    counts = {row.name: sum(one[0] == row.name for one in given) for row in form.lists()}
    cited = [row.citation.cite(number + 1) for row in form.lists() for number in range(counts[row.name])]
    prompt = {"prompt": " and ".join([*cited, "nobody"]) + " go home."} if form.has("prompt") else {}
    return Draft(model=form.id, values={**prompt, **(values or {})}, attached=attached), facts


def judged(
    form: ModelForm, given: list[Given], values: Mapping[str, object] | None = None, tariff: Tariff = SANDBOX
) -> Checked:
    """Check a form of these files."""
    draft, facts = draft_of(form, given, values)
    return check(draft, form, facts, tariff)


def errors(checked: Checked) -> list[tuple[str, str]]:
    """Give the field and the code of every error."""
    return [(one.field, one.code) for one in checked.findings if one.severity == "error"]
