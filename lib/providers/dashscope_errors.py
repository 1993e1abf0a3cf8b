"""Model Studio's error codes: what each means, what to do, and whether trying again can help. One table.

Codes: `api-facts.md` 1.9 (Alibaba's page of error codes); the codes of object storage: its own documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.errors import Failure
from lib.secret import Secret, redact

# What the service says is quoted up to here; its validation errors can run to pages.
MAX_QUOTED_CHARS = 600
MAX_CODE_CHARS = 100


@dataclass(frozen=True, kw_only=True)
class Row:
    """A code in words. `{host}` stands for the host that answered; `field` is the form's, where the code tells it."""

    sentence: str
    advice: str
    retryable: bool = False
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An error as a service told it; each may be empty."""

    code: str
    message: str
    request_id: str = ""


_KEY = Row(
    sentence="The key was not accepted.",
    advice=(
        "Check it, and its region: a key of another region or plan looks just like a wrong one at {host}. "
        'In "Service and key", "Test key" tells which it is, at no cost.'
    ),
    field="api_key",
)
_WORKSPACE = Row(
    sentence="This key's workspace may not do that.",
    advice="Check the workspace's id and its permissions, or use a key of the default workspace.",
    field="api_key",
)
_NO_MODEL = Row(
    sentence="The model was not found at {host}.",
    advice="Choose another model, or the region that has it.",
    field="model",
)
_BILL = Row(
    sentence="There is something to settle on the account's bill.",
    advice="Settle it in the console, wait a little, then try again.",
)
_PACE = Row(
    sentence="The service asks for a slower pace.",
    advice="Wait a little, or run fewer tasks at once.",
    retryable=True,
)
_MEDIA = Row(
    sentence="A file is outside what the service takes.",
    advice="Check its size, length, sides and format, then choose or convert it.",
)
_FETCH = Row(
    sentence="The service could not fetch a file in time.",
    advice="Try again: the files are uploaded anew.",
    retryable=True,
)
_BODY = Row(sentence="The request was not understood.", advice="Check the values of the form.")
_UNSUITABLE = Row(
    sentence="The content was judged unsuitable.",
    advice="Change the prompt or the files. Nothing is charged for it.",
)
_SERVER = Row(
    sentence="The service failed on its own side.",
    advice="Try again a little later. A task that failed is not charged.",
    retryable=True,
)
_BUSY = Row(sentence="The model is overloaded.", advice="Try again a little later.", retryable=True)

# Codes that ask for a slower pace and nothing else; other codes that come with a 429 are about money or quota.
PACE_CODES = frozenset({"Throttling", "Throttling.RateQuota", "Throttling.BurstRate"})
# A gateway gave up waiting: the request may still have been accepted.
DOUBTFUL_CODES = frozenset({"RequestTimeOut"})

CODES: Mapping[str, Row] = {
    "InvalidApiKey": _KEY,
    "NOT AUTHORIZED": _WORKSPACE,
    "AccessDenied": Row(
        sentence="This key has no access to that.",
        advice="Ask for access to the model in the console.",
        field="api_key",
    ),
    "AccessDenied.Unpurchased": Row(
        sentence="Model Studio is not activated for this account.", advice="Activate it in the console, then try again."
    ),
    "Model.AccessDenied": _WORKSPACE,
    "Workspace.AccessDenied": _WORKSPACE,
    "Endpoint.AccessDenied": Row(
        sentence="The model is retired or closed.", advice="Choose another model.", field="model"
    ),
    "AllocationQuota.FreeTierOnly": Row(
        sentence="The free quota is used up, and the account is set to use nothing else.",
        advice='Switch "free tier only" off in the console; videos are billed from then on.',
    ),
    "ModelNotFound": _NO_MODEL,
    "WorkSpaceNotFound": Row(
        sentence="The workspace was not found at {host}.", advice="Check the address and the workspace's id."
    ),
    "NotFound": Row(sentence="{host} does not know this address.", advice="Check the address of the service."),
    "Arrearage": Row(
        sentence="The account is overdue.", advice="Top it up in the console, wait a little, then try again."
    ),
    "PrepaidBillOverdue": _BILL,
    "PostpaidBillOverdue": _BILL,
    "CommodityNotPurchased": _BILL,
    "Throttling": _PACE,
    "Throttling.RateQuota": _PACE,
    "Throttling.BurstRate": _PACE,
    "Throttling.AllocationQuota": Row(
        sentence="The quota of this account is used up.", advice="Wait until it is reset, or raise it in the console."
    ),
    "InvalidParameter": Row(
        sentence="The service does not take a value or a file of the request.", advice="Correct it, then try again."
    ),
    "InvalidParameter.DataInspection": _FETCH,
    "DataInspectionFailed": _UNSUITABLE,
    "IPInfringementSuspect": Row(
        sentence="The content may infringe somebody's rights.", advice="Take the brand or the character out."
    ),
    "CustomRoleBlocked": Row(
        sentence="The account's own content policy blocked this.", advice="Change the content, or the policy."
    ),
    "InvalidURL": _MEDIA,
    "InvalidURL.ConnectionRefused": _FETCH,
    "InvalidURL.Timeout": _FETCH,
    "InvalidFile.DownloadFailed": _FETCH,
    "InvalidFile.Size": _MEDIA,
    "InvalidFile.Duration": _MEDIA,
    "InvalidFile.Resolution": _MEDIA,
    "InvalidFile.AspectRatio": _MEDIA,
    "InvalidFile.Format": _MEDIA,
    "InvalidFile.FPS": _MEDIA,
    "InvalidFile.Openerror": _MEDIA,
    "InvalidImage.FileFormat": _MEDIA,
    "InvalidImageFormat": _MEDIA,
    "InvalidImageResolution": _MEDIA,
    "BadRequest.EmptyInput": _BODY,
    "BadRequest.EmptyParameters": _BODY,
    "BadRequest.EmptyModel": _BODY,
    "BadRequest.IllegalInput": _BODY,
    "BadRequest.InputDownloadFailed": _FETCH,
    "BadRequest.TooLarge": Row(sentence="The request is too large.", advice="Use smaller files."),
    "UnsupportedOperation": Row(
        sentence="The service does not do that now.", advice="A task can be canceled only until it has begun."
    ),
    "RequestTimeOut": Row(
        sentence="{host} gave up waiting for its own answer.", advice="Try again a little later.", retryable=True
    ),
    "InternalError": _SERVER,
    "InternalError.Algo": _SERVER,
    "InternalError.Upload": _SERVER,
    "InternalError.FileUpload": _SERVER,
    "InternalError.Timeout": Row(
        sentence="The task ran for three hours and was stopped.", advice="Ask for it again.", retryable=True
    ),
    "SystemError": _SERVER,
    "ModelServiceFailed": _SERVER,
    "RewriteFailed": Row(
        sentence="The prompt could not be extended.",
        advice="Try again, or switch the extension off.",
        retryable=True,
        field="prompt_extend",
    ),
    "ModelServingError": _BUSY,
    "ModelUnavailable": _BUSY,
    # Object storage's own. A new attempt takes a new name, so a name that is taken is no obstacle.
    "FileAlreadyExists": Row(
        sentence="The name of the upload was taken.", advice="Try again: it gets another.", retryable=True
    ),
    "EntityTooLarge": Row(sentence="The file is too large for the upload.", advice="Make it smaller."),
    "RequestTimeout": Row(sentence="The upload stood still for too long.", advice="Try again.", retryable=True),
}

# One code, several meanings: here alone the service's own text tells them apart, as its documentation does.
VARIANTS: Mapping[str, tuple[tuple[str, Row], ...]] = {
    "AccessDenied": (
        (
            "policy expired",
            Row(
                sentence="The permission to upload had run out.",
                advice="Try again: a new one is asked for.",
                retryable=True,
            ),
        ),
        (
            "synchronous calls",
            Row(
                sentence="The request did not ask for a task.",
                advice="The address leads somewhere that drops headers; check it.",
            ),
        ),
    ),
    "InvalidParameter": (("model not exist", _NO_MODEL),),
}


def failure(code: str, message: str, *, request_id: str = "", host: str, key: Secret) -> Failure:
    """Put a code of the service into words. A code that is not in the table comes through as the service said it.

    Args:
        code: as answered; may be empty.
        message: the service's own text, quoted and cleared of keys and signed links.
        request_id: as answered.
        host: who answered.
        key: the account's, to clear the text of it.
    """
    return worded(_row(code, message), Told(code=code, message=message, request_id=request_id), host=host, key=key)


def worded(row: Row | None, told: Told, *, host: str, key: Secret) -> Failure:
    """Put what a service told into the words of its row; with None, it comes through as it was said."""
    said = redact(" ".join(told.message.split()), key)
    if len(said) > MAX_QUOTED_CHARS:
        said = said[: MAX_QUOTED_CHARS - 1] + "…"
    code = redact(told.code, key)[:MAX_CODE_CHARS]
    if row is None:
        message = f"The service says: {said}" if said else "The service refused and gave no reason."
        advice = f"{code} is a code that is not known here; the service's documentation may say more." if code else ""
    else:
        sentence = row.sentence.format(host=host)
        message, advice = f"{sentence} It says: {said}" if said else sentence, row.advice.format(host=host)
    return Failure(
        code=code or "Studio.NoCode",
        message=message,
        advice=advice,
        request_id=redact(told.request_id, key),
        field="" if row is None else row.field,
        retryable=row is not None and row.retryable,
    )


def _row(code: str, message: str) -> Row | None:
    for phrase, row in VARIANTS.get(code, ()):
        if phrase in message.casefold():
            return row
    return CODES.get(code)
