"""The endpoints' form arguments, read from the default model's table and said once for all endpoints."""

import inspect
import typing
from collections.abc import Callable
from typing import Any, assert_never

from gradio import Header
from gradio.data_classes import FileData

from lib.forms.describe import limits_in_words
from lib.forms.fields import Choice, Field, Flag, OneFile, References, Seed, Text, Voices, WholeNumber
from lib.forms.form import ModelForm

Parameter = inspect.Parameter


def form_parameters(form: ModelForm) -> dict[str, Parameter]:
    """Give the arguments in the order of `interface.md`: the prompt, the model, every other field, then `extra`."""
    rows = {row.name: _parameter(row, form) for row in form.fields}
    first = next(iter(rows))
    model = Parameter("model", Parameter.POSITIONAL_OR_KEYWORD, default=form.id, annotation=str)
    extra = Parameter("extra", Parameter.POSITIONAL_OR_KEYWORD, default={}, annotation=dict)
    return {first: rows.pop(first), "model": model, **rows, "extra": extra}


def argument_defaults(form: ModelForm) -> dict[str, Any]:
    """Give the default of every form argument that has one."""
    parameters = form_parameters(form)
    return {name: one.default for name, one in parameters.items() if one.default is not Parameter.empty}


def with_form(form: ModelForm, own: dict[str, Parameter] | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Give a function `(arguments, x_api_key, x_access_code)` the form's arguments as its signature.

    `own` are the endpoint's arguments beside the form. Gradio reads the signature for its API page, clients and MCP.
    """
    parameters = {**form_parameters(form), **(own or {})}
    headers = {
        name: Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=Header)
        for name in ("x_api_key", "x_access_code")
    }

    def decorate(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - a function whose signature is made here
        shown = {**parameters, **headers}
        returns = typing.get_type_hints(function).get("return", Any)
        signature = inspect.Signature(list(shown.values()), return_annotation=returns)

        def bound(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            values = dict(given.arguments)
            return values, str(values.pop("x_api_key") or ""), str(values.pop("x_access_code") or "")

        if inspect.isasyncgenfunction(function):

            async def wrapper(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the signature says
                async for value in function(*bound(args, kwargs)):
                    yield value
        else:

            def wrapper(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the signature says
                return function(*bound(args, kwargs))

        wrapper.__name__ = function.__name__
        wrapper.__signature__ = signature  # type: ignore[attr-defined]  # what inspect.signature looks for first
        wrapper.__annotations__ = {name: one.annotation for name, one in shown.items()} | {"return": returns}
        wrapper.__doc__ = _documented(function.__doc__ or "", form, own or {})
        return wrapper

    return decorate


def _parameter(row: Field, form: ModelForm) -> Parameter:
    kind: Any
    default: Any = form.default(row.name)
    match row:
        case Text():
            kind, default = str, Parameter.empty if row.required else row.default
        case Choice():
            kind = str
        case WholeNumber():
            kind = float
        case Flag():
            kind = bool
        case Seed():
            kind = int | None
        case References():
            kind, default = list[FileData], []
        case Voices():
            kind, default = list[FileData | None], []
        case OneFile():
            kind = FileData | None
        case _:
            assert_never(row)
    return Parameter(row.name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=kind)


def _words(row: Field) -> str:
    files = "Uploaded first: what /gradio_api/upload gave." if isinstance(row, References | Voices | OneFile) else ""
    order = "One for each reference, pictures first; null skips one." if isinstance(row, Voices) else ""
    return " ".join(part for part in (row.help, limits_in_words(row), order, files) if part)


def _documented(summary: str, form: ModelForm, own: dict[str, Parameter]) -> str:
    """Write the docstring that Gradio's API page and MCP show: words for each argument."""
    lines = [summary.strip(), "", "Args:"]
    words = {row.name: _words(row) for row in form.fields}
    words |= {
        "model": "The model's id, one of those that /models gives.",
        "extra": (
            "The fields of another model by name: those that are not among these arguments, and those that are meant "
            "to have the value which is the default here, because an argument at its default is left to the model."
        ),
        "service": "Which service makes the video; empty for the one that a new page starts with.",
        "language": "curl, python, dashscope or javascript.",
    }
    lines += [f"    {name}: {words[name]}" for name in [*form_parameters(form), *own]]
    return "\n".join(lines)
