"""The gateway's table of codes and statuses: what is documented is in it, and every row is fit to be read."""

from string import Formatter

import pytest

from lib.errors import Failure
from lib.providers.dashscope_errors import Told
from lib.providers.modelstream_errors import CODES, DOUBTFUL_CODES, REFUSED_CODES, STATUSES, failure
from lib.secret import Secret

KEY = Secret("ms-made-up-0123456789abcdef")


def said(code: str, message: str = "", status: int = 200) -> Failure:
    told = Told(code=code, message=message, request_id="r")
    return failure(told, status, host="api.modelstream.ai", key=KEY)


# The statuses that ModelStream's page names, with the field they are about and whether trying again can help.
@pytest.mark.parametrize(
    ("status", "field", "retryable"),
    [
        (401, "api_key", False),
        (402, "", False),
        (403, "api_key", False),
        (429, "", True),
        (500, "", True),
        (503, "", True),
    ],
)
@pytest.mark.parametrize("code", ["", "new_api_error", "fail_to_fetch_task", "as a number"])
def test_every_documented_status_is_known(status: int, field: str, retryable: bool, code: str) -> None:
    found = said(str(status) if code == "as a number" else code, status=status)
    assert (found.field, found.retryable) == (field, retryable)
    assert found.advice
    assert found.code == (f"HTTP.{status}" if not code else str(status) if code == "as a number" else code)


@pytest.mark.parametrize(
    ("code", "field", "retryable"),
    [
        ("insufficient_user_quota", "", False),
        ("model_not_found", "model", False),
        ("invalid_request", "", False),
        ("sensitive_words_detected", "", False),
        ("InvalidParameter", "", False),
        ("InvalidFile.Duration", "", False),
        ("DataInspectionFailed", "", False),
        ("RewriteFailed", "prompt_extend", True),
        ("InternalError.Timeout", "", True),
        ("Throttling.RateQuota", "", True),
    ],
)
def test_a_code_counts_before_the_status(code: str, field: str, retryable: bool) -> None:
    for status in (200, 401, 500):
        found = said(code, status=status)
        assert (found.code, found.field, found.retryable) == (code, field, retryable)


@pytest.mark.parametrize("code", ["InvalidApiKey", "Arrearage"])
def test_the_gateways_own_trouble_with_its_supplier_is_not_the_visitors_key(code: str) -> None:
    assert said(code, "text").field == ""


def test_every_row_is_fit_to_be_read() -> None:
    for row in (*CODES.values(), *STATUSES.values()):
        for words in (row.sentence, row.advice):
            assert words[0].isupper() or words.startswith("{host}")
            assert words.endswith(".")
            assert {name for _text, name, _spec, _conversion in Formatter().parse(words)} <= {None, "host"}
    assert set(CODES) >= REFUSED_CODES | DOUBTFUL_CODES
    assert not REFUSED_CODES & DOUBTFUL_CODES


def test_an_unknown_code_comes_through_as_it_was_said() -> None:
    found = said("brand_new", "Something happened.", 400)
    assert (found.code, found.message, found.retryable) == ("brand_new", "The service says: Something happened.", False)


def test_what_the_gateway_says_is_cleared_and_bounded() -> None:
    found = said("X" + KEY.reveal(), f"{KEY.reveal()} https://x.example/a?Signature=y " + "long " * 9000)
    assert KEY.reveal() not in repr(found)
    assert "Signature" not in repr(found)
    assert len(found.message) < 700
