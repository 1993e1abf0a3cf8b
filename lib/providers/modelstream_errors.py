"""The gateway's error codes and statuses: what each means, what to do, and whether trying again can help. One table.

Statuses: ModelStream's page (`api-facts.md` 6.1). Codes: new-api's source (6.2), **unconfirmed** for ModelStream; and
those of Model Studio behind it that are about the request itself (1.9). Its codes about keys and bills are left out:
there they are about the gateway's own account.
"""

from collections.abc import Mapping
from dataclasses import replace

from lib.errors import Failure
from lib.providers.dashscope_errors import Row, Told, worded
from lib.secret import Secret

_KEY = Row(
    sentence="{host} did not accept the key.",
    advice="Check it; a key of Model Studio does not work here.",
    field="api_key",
)
_QUOTA = Row(sentence="The prepaid quota at {host} is used up.", advice="Top it up, then try again.")
_NOT_ALLOWED = Row(
    sentence="{host} does not allow this key to do that.",
    advice="Check in its console whether the account is frozen, and whether the key may use this model and address.",
    field="api_key",
)
_NO_MODEL = Row(
    sentence="{host} offers this model to nobody at the moment, or not to this key.",
    advice="Choose another model or service, or try again later.",
    field="model",
)
_NO_ADDRESS = Row(
    sentence="{host} does not know this task or address.", advice="Check the address of the service in the settings."
)
_PACE = Row(
    sentence="{host} asks for a slower pace.",
    advice="Wait a little, or run fewer tasks at once.",
    retryable=True,
)
_BODY = Row(sentence="{host} does not take a value or a file of the request.", advice="Correct it, then try again.")
_TOO_LARGE = Row(sentence="The request is too large for {host}.", advice="Use smaller or fewer files.")
_MEDIA = Row(
    sentence="A file is outside what the service takes.",
    advice="Check its size, length, sides and format, then choose or convert it.",
)
_FETCH = Row(
    sentence="The service could not fetch or read a file.",
    advice="Try again; if this app gave links, check that its public address can be reached from outside.",
    retryable=True,
)
_UNSUITABLE = Row(sentence="The content was judged unsuitable.", advice="Change the prompt or the files.")
_REWRITE = Row(
    sentence="The prompt could not be extended.",
    advice="Try again, or switch the extension off.",
    retryable=True,
    field="prompt_extend",
)
_SERVER = Row(
    sentence="{host}, or the service behind it, failed on its own side.",
    advice="Try again a little later.",
    retryable=True,
)
_BUSY = Row(sentence="The model is overloaded.", advice="Try again a little later.", retryable=True)
_WAITED = Row(sentence="{host} gave up waiting for an answer.", advice="Try again a little later.", retryable=True)

_WITH_CODES: tuple[tuple[Row, str], ...] = (
    (_KEY, "invalid_api_key authentication_error"),
    (_QUOTA, "insufficient_user_quota insufficient_quota pre_consume_token_quota_failed quota_not_enough"),
    (_NOT_ALLOWED, "access_denied permission_error"),
    (_NO_MODEL, "model_not_found model_price_error"),
    (_PACE, "rate_limit_exceeded rate_limit_error Throttling Throttling.RateQuota Throttling.BurstRate"),
    (_BODY, "invalid_request missing_model bad_request_body InvalidParameter"),
    (_BODY, "BadRequest.EmptyInput BadRequest.EmptyParameters BadRequest.EmptyModel BadRequest.IllegalInput"),
    (_TOO_LARGE, "BadRequest.TooLarge"),
    (_MEDIA, "InvalidFile.Size InvalidFile.Duration InvalidFile.Resolution InvalidFile.AspectRatio"),
    (_MEDIA, "InvalidFile.Format InvalidFile.FPS InvalidFile.Openerror InvalidURL"),
    (_MEDIA, "InvalidImage.FileFormat InvalidImageFormat InvalidImageResolution"),
    (_FETCH, "InvalidParameter.DataInspection InvalidURL.ConnectionRefused InvalidURL.Timeout"),
    (_FETCH, "InvalidFile.DownloadFailed BadRequest.InputDownloadFailed"),
    (_UNSUITABLE, "sensitive_words_detected prompt_blocked DataInspectionFailed IPInfringementSuspect"),
    (_REWRITE, "RewriteFailed"),
    (_SERVER, "do_request_failed get_channel_failed get_task_failed InternalError InternalError.Algo"),
    (_SERVER, "InternalError.Upload InternalError.FileUpload InternalError.Timeout SystemError ModelServiceFailed"),
    (_BUSY, "ModelServingError ModelUnavailable"),
    (_WAITED, "RequestTimeOut channel:response_time_exceeded"),
)
CODES: Mapping[str, Row] = {code: row for row, codes in _WITH_CODES for code in codes.split()}

# What counts where the code is empty, or says only who speaks (`new_api_error`, `fail_to_fetch_task`).
STATUSES: Mapping[int, Row] = {
    400: _BODY,
    401: _KEY,
    402: _QUOTA,
    403: _NOT_ALLOWED,
    404: _NO_ADDRESS,
    408: _WAITED,
    413: _TOO_LARGE,
    422: _BODY,
    429: _PACE,
    500: _SERVER,
    502: _SERVER,
    503: _BUSY,
    504: _WAITED,
}
SPEAKERS = frozenset(
    {
        "",
        "new_api_error",
        "openai_error",
        "upstream_error",
        "invalid_request_error",
        "server_error",
        "fail_to_fetch_task",
    }
)
# The gateway says these before it hands a request on, whatever the status: nothing was accepted.
REFUSED_CODES = frozenset(
    {"insufficient_user_quota", "model_not_found", "model_price_error", "sensitive_words_detected"}
)
# Somebody behind the gateway gave up waiting, whatever the status: the task may have been made.
DOUBTFUL_CODES = frozenset({"RequestTimeOut", "do_request_failed", "channel:response_time_exceeded"})


def row_of(code: str, status: int) -> Row | None:
    """Give the row of a code, else that of the status where the code says only who speaks; None for an unknown code."""
    return CODES.get(code) or (STATUSES.get(status) if code in SPEAKERS or code == str(status) else None)


def asks_for_pace(code: str, status: int) -> bool:
    """Tell whether a 429 is about the pace; one with a code of its own may be about money."""
    return row_of(code, status) is _PACE


def failure(told: Told, status: int, *, host: str, key: Secret) -> Failure:
    """Put an error of the gateway into words. A code that is in no table comes through as it was said.

    Where no code is told, `HTTP.401` and the like stands for it.

    Args:
        told: code, text and request id as answered.
        status: of the HTTP answer; 200 for a task that failed.
        host: who answered.
        key: the account's, to clear the text of it.
    """
    row = row_of(told.code, status)
    named = told if told.code or row is None else replace(told, code=f"HTTP.{status}")
    return worded(row, named, host=host, key=key)
