"""The error tree: what happened, what to do next, and whether trying again can help.

    StudioError
    ├── SettingsError      the start can't go on; one line names the variable
    ├── InputError         what was handed in can't be used
    │   ├── PathRefused    a path that no upload made
    │   ├── FormRefused    the form has errors; every finding is in the message
    │   ├── OverBudget     a cap on the owner's key, or the owner's stop switch, says no
    │   └── MendFailed     a file that can't be repaired (lib.media.mend)
    ├── MendStopped        the person stopped a repair (lib.media.mend)
    ├── NotFound           no such job
    ├── StorageError       the disk or the database said no
    └── ServiceError       Model Studio, the gateway or the stand-in
        ├── Refused        it answered no; nothing was accepted, nothing is charged
        │   └── Throttled  it asked for a slower pace; `retry_after` seconds where it said so
        ├── Unreachable    the request certainly never arrived
        ├── Interrupted    it may have arrived: the answer never came, or made no sense
        └── KeyMissing     the key of this account is not in memory (a visitor's, after a restart)

A check does not raise: problems in a form are values (`lib.forms.check`). These are failures of an operation.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a person reads when something failed, and what a record keeps of it.

    Attributes:
        code: the service's own code, or ours in the same style (`Studio.PathRefused`).
        message: what happened, one or two sentences.
        advice: what to do next, one or two sentences.
        request_id: the service's id of the request, empty where there is none.
        field: the form's field it is about, with an index for a list, else empty.
        retryable: the same request can succeed later without a change.
    """

    code: str
    message: str
    advice: str = ""
    request_id: str = ""
    field: str = ""
    retryable: bool = False

    def as_record(self) -> dict[str, str | bool | None]:
        """Give the `error` of a record (`interface.md`); `field` and `request_id` are null where there is none."""
        return {**asdict(self), "request_id": self.request_id or None, "field": self.field or None}

    @property
    def sentence(self) -> str:
        """Message and advice in one line."""
        return f"{self.message} {self.advice}".strip()


class StudioError(Exception):
    """Root of the tree; carries a `Failure`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure

    def __reduce__(self) -> tuple[type["StudioError"], tuple[Failure]]:
        """Pickle by the failure alone, so that a durable step can carry it."""
        return type(self), (self.failure,)


class SettingsError(StudioError):
    """The environment asks for something that can't be; the start stops."""


class InputError(StudioError):
    """What was handed in can't be used."""


class PathRefused(InputError):
    """A file argument names a path that no upload of this app made."""


class FormRefused(InputError):
    """The form has errors, so no job was made."""


class OverBudget(InputError):
    """A cap on the owner's key, or the owner's stop switch, says no; nothing was made or sent."""


class NotFound(StudioError):
    """No such job."""


class StorageError(StudioError):
    """The disk or the database said no."""


class ServiceError(StudioError):
    """A service failed or refused."""


class Refused(ServiceError):
    """The service answered no: nothing was accepted, nothing is charged."""


class Throttled(Refused):
    """The service asks for a slower pace."""

    def __init__(self, failure: Failure, retry_after: float | None = None) -> None:
        super().__init__(failure)
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[type["StudioError"], tuple[Failure]]:
        """Drop the pause when pickled: it is spent by then."""
        return type(self), (self.failure,)


class Unreachable(ServiceError):
    """The request certainly never arrived: connection refused, no such host."""


class Interrupted(ServiceError):
    """The request may have arrived: cut, timed out, or answered with nonsense."""


class KeyMissing(ServiceError):
    """The key of this account is not in this process's memory."""
