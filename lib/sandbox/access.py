"""Who calls, and what may be called: keys and model names."""

import re
from collections.abc import Container

from starlette.requests import Request

from lib.sandbox.answers import Refusal
from lib.sandbox.signing import account_of

_BEARER = re.compile(r"Bearer (?P<key>sk-\S+)")


def caller(request: Request) -> str:
    """Give the caller's account; any key that starts with `sk-` is taken.

    Raises:
        Refusal: 401 without one.
    """
    header = request.headers.get("authorization")
    if header is None:
        raise Refusal(401, "InvalidApiKey", "No API-key provided.")
    bearer = _BEARER.fullmatch(header)
    if bearer is None:
        raise Refusal(401, "InvalidApiKey", "Invalid API-key provided.")
    return account_of(bearer["key"])


def known_model(name: object, models: Container[str]) -> str:
    """Give the model's name, which is one of `models`.

    Raises:
        Refusal: 400 for none at all, 404 for one that is not here.
    """
    if name is None or name == "":
        raise Refusal(400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')
    if not isinstance(name, str) or name not in models:
        raise Refusal(404, "ModelNotFound", f"Model not exist: {name}")
    return name
