"""The table of the service's codes: what is documented is in it, and every row is fit to be read."""

from string import Formatter

import pytest

from lib.errors import Failure
from lib.providers.dashscope_errors import CODES, MAX_QUOTED_CHARS, VARIANTS, Row, failure
from lib.secret import Secret

KEY = Secret("sk-made-up-0123456789abcdef")

# Model Studio's page of error codes, with whether the same request can succeed later.
DOCUMENTED = {
    False: """InvalidApiKey NOT_AUTHORIZED AccessDenied AccessDenied.Unpurchased Model.AccessDenied
        Workspace.AccessDenied Endpoint.AccessDenied AllocationQuota.FreeTierOnly ModelNotFound WorkSpaceNotFound
        NotFound Arrearage PrepaidBillOverdue PostpaidBillOverdue CommodityNotPurchased Throttling.AllocationQuota
        InvalidParameter DataInspectionFailed IPInfringementSuspect CustomRoleBlocked InvalidURL InvalidFile.Size
        InvalidFile.Duration InvalidFile.Resolution InvalidFile.AspectRatio InvalidFile.Format InvalidFile.FPS
        InvalidFile.Openerror InvalidImage.FileFormat InvalidImageFormat InvalidImageResolution BadRequest.EmptyInput
        BadRequest.EmptyParameters BadRequest.EmptyModel BadRequest.IllegalInput BadRequest.TooLarge
        UnsupportedOperation""",
    True: """Throttling Throttling.RateQuota Throttling.BurstRate InvalidParameter.DataInspection
        InvalidURL.ConnectionRefused InvalidURL.Timeout InvalidFile.DownloadFailed BadRequest.InputDownloadFailed
        RequestTimeOut InternalError InternalError.Algo InternalError.Upload InternalError.FileUpload SystemError
        ModelServiceFailed InternalError.Timeout RewriteFailed ModelServingError ModelUnavailable""",
}


def said(code: str, message: str = "", host: str = "dashscope.aliyuncs.com") -> Failure:
    return failure(code, message, request_id="r", host=host, key=KEY)


@pytest.mark.parametrize("retryable", [True, False])
def test_every_documented_code_is_known(retryable: bool) -> None:
    for code in DOCUMENTED[retryable].split():
        found = said(code.replace("NOT_AUTHORIZED", "NOT AUTHORIZED"))
        assert found.retryable == retryable, code
        assert found.advice, code


def test_every_row_is_fit_to_be_read() -> None:
    rows: list[Row] = [*CODES.values(), *(row for variants in VARIANTS.values() for _phrase, row in variants)]
    for row in rows:
        for words in (row.sentence, row.advice):
            assert words[0].isupper() or words.startswith("{host}")
            assert words.endswith(".")
            assert {name for _text, name, _spec, _conversion in Formatter().parse(words)} <= {None, "host"}


def test_an_unknown_code_comes_through_as_it_was_said() -> None:
    found = said("Brand.New", "Something happened.")
    assert (found.code, found.message, found.retryable) == ("Brand.New", "The service says: Something happened.", False)
    assert "Brand.New" in found.advice


def test_a_wrong_key_names_the_host_that_it_must_fit() -> None:
    assert "dashscope-intl.aliyuncs.com" in said("InvalidApiKey", host="dashscope-intl.aliyuncs.com").advice


@pytest.mark.parametrize(
    ("message", "advice", "retryable"),
    [
        ("current user api does not support synchronous calls", "headers", False),
        ("Invalid according to Policy: Policy expired.", "Try again", True),
        ("Access denied.", "Ask for access", False),
    ],
)
def test_access_denied_means_three_things(message: str, advice: str, retryable: bool) -> None:
    found = said("AccessDenied", message)
    assert advice in found.advice
    assert found.retryable == retryable


def test_a_model_that_does_not_exist_is_about_the_model() -> None:
    assert said("InvalidParameter", "Model not exist.").field == "model"
    assert said("InvalidParameter", "size").field == ""


def test_what_the_service_says_is_cleared_and_bounded() -> None:
    link = "https://b.oss.example/a.png?Expires=1&Signature=xyz"
    found = failure("X" + KEY.reveal(), f"{KEY.reveal()} {link} " + "long " * 9000, request_id="r", host="h", key=KEY)
    assert KEY.reveal() not in repr(found)
    assert "Signature" not in repr(found)
    assert len(found.message) <= MAX_QUOTED_CHARS + len("The service says: ")
    assert len(said("Long" * 9000).sentence) < 300
    assert said("").code == "Studio.NoCode"
