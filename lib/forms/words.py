"""The words of a finding: what was found, what is allowed, what to do. Limits are read from the form."""

from collections.abc import Mapping

from lib.forms.draft import citation_label
from lib.forms.fields import Between, OneFile, Voices
from lib.forms.finding import Finding, split_field
from lib.forms.form import ModelForm

_ENGLISH: Mapping[str, str] = {
    "model.unknown": "The model {found} is not offered here. Choose one of: {allowed}.",
    "model.not_offered": (
        "{model} is not known to be offered by {found}. Choose another model, or another service: {allowed}."
    ),
    "model.region": (
        "{model} is not known to be there in {found}, so the service may answer that it doesn't know it. "
        "It is in {allowed}."
    ),
    "field.not_taken": "{label} is not a parameter of this model. Leave it out, or choose another model.",
    "text.empty": "{label} is empty. Say what happens, and cite the references in it.",
    "text.not_text": "{label} must be a text. Write it as one.",
    "text.broken": "{label} has half of a character in it, which can't be sent. Write it anew, or paste it as text.",
    "text.too_long": (
        "{label} is {found} characters long; {maximum} at most, and the service would cut the rest and "
        "still charge. Shorten it by {excess}."
    ),
    "choice.unknown": "{label} is {found}; it can be {allowed}. Choose one of them.",
    "number.not_number": "{label} is {found}, which is not a number; {minimum} to {maximum} is allowed.",
    "number.not_whole": "{label} is {found}; it must be a whole number from {minimum} to {maximum}.",
    "number.range": "{label} is {found}; {minimum} to {maximum} is allowed. Choose a number in between.",
    "number.tighter": (
        "{label} is {found}; with {given}, {minimum} to {maximum} is allowed. Shorten it, or take the {given} out."
    ),
    "flag.not_flag": "{label} is {found}; it is either true or false.",
    "number.all_clip": (
        "{label} is {found} s and includes the clip of {seconds} s, so nothing is left to be made. Make it longer."
    ),
    "number.beyond_clip": "{label} is {found} s, and the clip lasts {seconds} s. A part of it is no longer than it.",
    "references.none": "There is no reference. Add {minimum} to {maximum} {kinds}.",
    "references.too_many": "There are {found} references; {maximum} at most. Remove {excess}.",
    "references.frame_alone": "A {other} alone is refused by the service. Add at least {minimum} of the {kinds}.",
    "sets.none": "There is no file. One of these sets is needed: {allowed}.",
    "sets.together": "{found} is not a set that this model takes. One of these is needed: {allowed}.",
    "file.one": "{label} takes one file, and {found} were given. Keep one of them.",
    "file.none": "{label} is missing. Add one.",
    "voice.not_taken": "{label} has a voice, and this model takes none. Remove the voice, or choose another model.",
    "voice.stray": "A voice has no reference to go with: {found}. Add a reference for it, or remove the voice.",
    "media.missing": "{label} is not there any more. Add the file again.",
    "media.empty": "{label} is an empty file. Choose another one.",
    "media.unrecognised": "{label} is not {wanted}, whatever its name says. {formats} are taken. Choose another file.",
    "media.kind": "{label} is {article_found}; {wanted} is needed here. Choose another file.",
    "media.format": "{label} is a {found} file; {formats} are taken. Convert it, or choose another file.",
    "media.truncated": "{label} is cut off: the end of the file is missing. Export or download it again.",
    "media.undecodable": "{label} can't be decoded. Export it again, or choose another file.",
    "media.too_many_pixels": "{label} has more pixels than can be looked at safely. Make it smaller.",
    "media.too_slow": "{label} took too long to read. Export it again, or choose another file.",
    "media.unreadable": "{label} breaks its reader, or needs too much memory. Export it again, or choose another file.",
    "media.bytes": "{label} is {found} MB; {maximum} MB at most. Make the file smaller.",
    "media.sides": "{label} is {width} × {height} px; each side must be {allowed}. {advice}",
    "media.aspect": "{label} is {width} × {height} px, more than {widest} : 1; crop or pad it.",
    "media.seconds": "{label} is {found} s long; {allowed} is allowed. {advice}",
    "media.alpha": "{label} has a transparent background, which the service refuses. Save it without one.",
    "media.no_length": "{label} has no length that can be read. Export it again, or choose another file.",
    "citation.missing": "The prompt cites {found}, which is not among the references. Add it, or change the text.",
    "citation.unused": "The prompt never cites {label}. Write “{label}” where it appears, or take it away.",
    "citation.foreign": "{found} is not how this model is cited; it reads {wanted}. Write it like that.",
    "shots.beyond": "Scene {number} ends at {found} s; the video ends at {maximum} s. Shorten it, or fit the scenes.",
    "shots.short": "The last scene ends at {found} s; the video ends at {maximum} s. Add one, or fit the scenes.",
    "shots.backwards": "Scene {number} ends at {found} s, and starts only at {maximum} s. Turn its times round.",
    "shots.overlap": "Scene {number} starts at {found} s, before the one in front of it ends at {maximum} s.",
    "shots.gap": "Nothing is said for {minimum} to {maximum} s, before scene {number}.",
    "ratio.ignored": "The first frame sets the aspect, so the ratio {found} is ignored.",
    "frame.aspect": "The first frame is {width} × {height} px, another aspect than {found}; the frame's is used.",
    "picture.small": "{label} is {width} × {height} px, small for {found}. A larger one keeps more detail.",
    "picture.animated": "{label} moves; only its first picture is used.",
    "picture.cmyk": "{label} is in CMYK, a format for print. Colours may look different; save it as RGB.",
    "clip.codec": "{label} is coded in {found}, which many browsers can't show. The service takes it.",
    "clip.silent": "{label} has no sound and no voice, so its character's voice is up to the model.",
    "voice.silent": "{label} is silent, so no timbre can be heard in it. Record it again.",
    "voice.quiet": "{label} is very quiet ({found} dB). A louder one is followed better.",
    "sound.silent": "{label} is silent, so the video has nothing to follow. Record it again, or leave it out.",
    "gateway.required": (
        "The gateway takes no request without {wanted}; at least one is needed. Add it, or choose another service."
    ),
    "gateway.one_file": "The gateway takes one file of a kind. Remove {label}, or choose another service.",
    "gateway.too_large": (
        "{label} is {found} MB, and this app has no public address, so files go inside the gateway's request, which "
        "carries {maximum} MB of them. Make it smaller, choose another service, or set R2V_PUBLIC_URL."
    ),
    "gateway.too_large_together": (
        "The files are {found} MB together, and this app has no public address, so they go inside the gateway's "
        "request, which carries {maximum} MB of them. {label} is the largest. Make it smaller, choose another "
        "service, or set R2V_PUBLIC_URL."
    ),
    "budget.short": (
        "{found} are left for you today on this app's key, which is not enough for this video. It renews at 00:00 UTC. "
        "Make it shorter or smaller, give your own key, or choose the sandbox."
    ),
    "budget.stopped": (
        "The owner of this app has stopped spending on its key. Give your own key, or choose the sandbox."
    ),
    "single.reference": 'With one reference, "{found}" is understood in the prompt too.',
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH}

# Python won't write an integer of more than 4,300 digits, and nobody would read it.
UNSPEAKABLE = 1e15

_SERVICES = {"sandbox": "the sandbox", "dashscope": "Model Studio", "modelstream": "ModelStream"}
_KINDS = {"picture": "a picture", "clip": "a clip", "sound": "a sound", "unknown": "of no known kind"}


def say(finding: Finding, form: ModelForm, language: str = "en") -> str:
    """Give the finding's sentence. Raises KeyError for a code without words (a mistake of ours)."""
    template = LANGUAGES.get(language, _ENGLISH)[finding.code]
    values = {name: _spoken(value) for name, value in finding.values.items()}
    return template.format(**{"label": subject(finding.field, form), **values})


def kind_in_words(kind: str) -> str:
    """Name a `Kind` with its article."""
    return _KINDS[kind]


def service_in_words(service: str) -> str:
    """Name a service as people do."""
    return _SERVICES.get(service, service)


def span_in_words(span: Between) -> str:
    """Say a range: "240 to 8000 px", "at least 400 px"."""
    if span.endless:
        return f"at least {span.minimum:g} {span.unit}".strip()
    return f"{span.minimum:g} to {span.maximum:g} {span.unit}".strip()


def subject(field_name: str, form: ModelForm) -> str:
    """Name what a finding is about: "Image 2", "Voice 1", "The first frame", "Duration"."""
    name, index = split_field(field_name)
    row = form.get(name)
    if isinstance(row, Voices):
        return f"{row.label} {index + 1}"
    if isinstance(row, OneFile):
        return f"The {row.label.lower()}"
    return citation_label(form, name, index)


def _spoken(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, int | float) and abs(value) >= UNSPEAKABLE:
        return "a very large number" if value > 0 else "a very small number"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)
