"""A flat gateway's answers as values, read tolerantly: what may stand in several places is looked for in each. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lib.errors import Failure, Interrupted, Refused, ServiceError, Throttled
from lib.providers.dashscope_answers import nonsense, unknown_status
from lib.providers.dashscope_errors import Told
from lib.providers.http import Answer, host_of
from lib.providers.modelstream_errors import DOUBTFUL_CODES, REFUSED_CODES, asks_for_pace, failure
from lib.providers.modelstream_profile import GatewayProfile, Place
from lib.providers.provider import Account, Look, TaskState
from lib.secret import Secret

_CLIENT_ERRORS = 400
_SERVER_ERRORS = 500
_TOO_MANY = 429
_REQUEST_TIMEOUT = 408
_MAX_ID_CHARS = 200
_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*%?\s*")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One JSON answer of one gateway, and whose request it answers."""

    profile: GatewayProfile
    account: Account
    answer: Answer = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)

    @property
    def host(self) -> str:
        """The gateway's host, for people."""
        return host_of(self.account.base_url)

    @property
    def request_id(self) -> str:
        """The id of the request, empty where there is none."""
        headers = (self.answer.headers.get(name, "") for name in self.profile.request_id_headers)
        return _text(self.body.get("request_id")) or next(filter(None, headers), "")

    @property
    def task_id(self) -> str:
        """The id of the task that was made; where an error is told, an `id` may be the request's, and `data` a text."""
        told = bool(self.told.code or _first(self.body, ("error.message", "error")))
        bare = ("id", "data") if told else ()
        places = [place for place in self.profile.task_ids if place.rpartition(".")[2] not in bare]
        return next(filter(_is_id, _texts(self.body, places)), "")

    @property
    def told(self) -> Told:
        """The error that is told; code and text are empty where none is."""
        codes = (code for code in _texts(self.body, self.profile.codes) if code.casefold() not in self.profile.fine)
        # The text of an envelope that says "fine" is not about the task.
        enveloped = _text(self.body.get("code")).casefold() in self.profile.fine
        places = [place for place in self.profile.messages if not (enveloped and place in ("message", "msg"))]
        return Told(code=next(codes, ""), message=_first(self.body, places), request_id=self.request_id)

    @property
    def param(self) -> str:
        """The parameter that an error is about, empty where it doesn't say."""
        return _first(self.body, ("error.param", "param"))

    def failure(self) -> Failure:
        """Put the error that is told into words."""
        return failure(self.told, self.answer.status, host=self.host, key=self.account.key)

    def error(self) -> ServiceError:
        """Make the error of an answer that doesn't say yes: a clear no, a plea for a slower pace, or doubt."""
        told, status = self.told, self.answer.status
        if not told.code and not told.message:
            return nonsense(self.answer, self.host)
        worded = self.failure()
        clear = _CLIENT_ERRORS <= status < _SERVER_ERRORS or (status >= _SERVER_ERRORS and told.code in REFUSED_CODES)
        if not clear or status == _REQUEST_TIMEOUT or told.code in DOUBTFUL_CODES:
            return Interrupted(replace(worded, retryable=True))
        if status == _TOO_MANY and asks_for_pace(told.code, status):
            return Throttled(worded, self.answer.retry_after)
        return Refused(worded)

    def look(self, task_id: str) -> Look:
        """Read the state of a task.

        Raises:
            Refused, Throttled, Interrupted: the answer tells no state, another task's, or a video without a link.
            ServiceError: `Studio.UnknownStatus`, with the gateway's word.
        """
        if self.told.code in self.profile.gone:
            return Look(state=TaskState.GONE, raw_status=self.told.code)
        raw = next(_texts(self.body, self.profile.states_at, numbers=False), "")
        if not self.answer.ok or not raw:
            raise self.error()
        if not self._is_about(task_id):
            raise nonsense(self.answer, self.host)
        state = self.profile.states.get(re.sub(r"[\s-]+", "_", raw).casefold())
        if state is None:
            raise unknown_status(raw, self.request_id, self.account)
        link = self._link() if state is TaskState.SUCCEEDED else ""
        if state is TaskState.SUCCEEDED and not link:
            raise nonsense(self.answer, self.host)
        return Look(
            state=state,
            raw_status=raw,
            video_url=Secret(link) if link else None,
            failure=self.failure() if state is TaskState.FAILED else None,
            actual_prompt=_first(self.body, self.profile.prompts_at) or None,
            progress=self._progress(),
        )

    def _is_about(self, task_id: str) -> bool:
        # Numbers are rows of the gateway's own database, and a second id may be that of the service behind it.
        ids = [found for found in _texts(self.body, self.profile.task_ids, numbers=False) if _is_id(found)]
        return not ids or task_id in ids

    def _link(self) -> str:
        places = (*self.profile.links, *self.profile.last_links)
        return next((found for found in _texts(self.body, places) if _WEB.fullmatch(found)), "")

    def _progress(self) -> float | None:
        said = _PERCENT.fullmatch(_first(self.body, self.profile.progress_at))
        return None if said is None else min(float(said[1]) / 100, 1.0)


def read(profile: GatewayProfile, account: Account, answer: Answer) -> Reading:
    """Read an answer. Raises Interrupted where it is no JSON object."""
    body = answer.json_object()
    if body is None:
        raise nonsense(answer, host_of(account.base_url))
    return Reading(profile=profile, account=account, answer=answer, body=body)


def _is_id(text: str) -> bool:
    return text.isprintable() and len(text) <= _MAX_ID_CHARS


def _first(body: Mapping[str, Any], places: tuple[Place, ...] | list[Place]) -> str:
    return next(_texts(body, places), "")


def _texts(body: Mapping[str, Any], places: tuple[Place, ...] | list[Place], *, numbers: bool = True) -> Iterator[str]:
    """Go through the texts at those places that are not empty; a number counts as its digits."""
    for place in places:
        found: object = body
        for step in place.split("."):
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            else:
                found = None
        text = _text(found, numbers=numbers)
        if text:
            yield text


def _text(found: object, *, numbers: bool = True) -> str:
    if isinstance(found, str):
        return found.strip()
    return str(found) if numbers and isinstance(found, int | float) and not isinstance(found, bool) else ""
