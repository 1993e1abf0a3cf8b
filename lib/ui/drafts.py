"""A Draft from the arguments of an endpoint, or from what stands on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from lib.forms.draft import Attached, Draft, Upload
from lib.forms.fields import OneFile, References, Voices
from lib.forms.form import ModelForm
from lib.ui.uploads import upload_of


def draft_from_arguments(
    form: ModelForm, arguments: Mapping[str, Any], extra: Mapping[str, Any], defaults: Mapping[str, Any]
) -> Draft:
    """Read an endpoint's form arguments, and the fields in `extra`. Raises PathRefused.

    An argument that is left at the endpoint's own default says nothing: the model's default stands, which may be
    another, and a model without that parameter doesn't refuse it. What is in `extra` is meant.
    """
    given = {name: value for name, value in arguments.items() if not _is_default(value, defaults.get(name))}
    values: dict[str, object] = {}
    attached: list[Attached] = []
    voices: Sequence[object] = []
    for name, value in {**given, **extra}.items():
        row = form.get(name)
        if isinstance(row, References):
            attached += [
                Attached(field=name, upload=upload_of(file, f"{name}[{index}]"))
                for index, file in enumerate(_as_list(value))
            ]
        elif isinstance(row, OneFile):
            attached += [Attached(field=name, upload=upload_of(value, name))] if value else []
        elif isinstance(row, Voices):
            voices = _as_list(value)
        else:
            values[name] = value
    return _with_voices(Draft(model=form.id, values=values, attached=tuple(attached)), form, voices)


def _is_default(value: object, default: object) -> bool:
    """Tell whether a value is the default itself: 5.0 is 5, 0 is not false, and no list is an empty one."""
    same = value == default and isinstance(value, bool) == isinstance(default, bool)
    return same or (value is None and default == [])


def _with_voices(draft: Draft, form: ModelForm, voices: Sequence[object]) -> Draft:
    """Give each reference the voice of its place; what is left over is stray."""
    name, spoken_for = (form.voices.name, form.voices.of) if form.voices is not None else ("", ())
    sounds = [upload_of(voice, f"{name}[{index}]") if voice else None for index, voice in enumerate(voices)]
    references = [item for item in draft.attached if item.field in spoken_for]
    others = [item for item in draft.attached if item.field not in spoken_for]
    spoken: list[Attached] = []
    stray: list[Upload] = []
    for item, sound in zip_longest(references, sounds):
        if item is not None:
            spoken.append(Attached(field=item.field, upload=item.upload, voice=sound))
        elif sound is not None:
            stray.append(sound)
    return replace(draft, attached=(*spoken, *others), stray_voices=tuple(stray))


def _as_list(value: object) -> list[object]:
    """Take one file where a list is asked for as a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
