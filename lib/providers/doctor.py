"""The key doctor: whether a key is good where it is sent, and if not, where it is. It asks for nothing that costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lib.errors import Failure, Interrupted, ServiceError, Unreachable
from lib.providers.http import host_of
from lib.providers.provider import Account, Provider
from lib.providers.regions import REGIONS, Region, region_of


class Verdict(StrEnum):
    """What is known of a key after it was tried."""

    GOOD = "good"
    LIKELY = "likely"
    """Not refused, and that is all that can be told at no cost."""
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"
    NOT_ALLOWED = "not-allowed"
    OVERDUE = "overdue"
    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """The doctor's answer.

    Attributes:
        verdict: in a word.
        message: what was found, a sentence or two.
        advice: which setting to change, empty where none is wrong.
        region: where the key is good, if it is not good where it was tried; empty otherwise.
        code: the service's own, empty where it said none.
        request_id: the service's id of the request, empty where there is none.
    """

    verdict: Verdict
    message: str
    advice: str = ""
    region: str = ""
    code: str = ""
    request_id: str = ""


_CODES: tuple[tuple[Verdict, str], ...] = (
    (Verdict.REFUSED, "InvalidApiKey invalid_api_key authentication_error HTTP.401"),
    (Verdict.NOT_ALLOWED, "AccessDenied AccessDenied.Unpurchased Model.AccessDenied Workspace.AccessDenied"),
    (Verdict.NOT_ALLOWED, "Endpoint.AccessDenied ModelNotFound WorkSpaceNotFound"),
    (Verdict.NOT_ALLOWED, "access_denied permission_error HTTP.403"),
    (Verdict.OVERDUE, "Arrearage PrepaidBillOverdue PostpaidBillOverdue CommodityNotPurchased HTTP.402"),
    (Verdict.OVERDUE, "AllocationQuota.FreeTierOnly Throttling.AllocationQuota insufficient_user_quota"),
    (Verdict.OVERDUE, "insufficient_quota quota_not_enough"),
)
# `api-facts.md` 1.9 and 6.1; one code of Model Studio's has a space in it.
VERDICTS: Mapping[str, Verdict] = {
    "NOT AUTHORIZED": Verdict.NOT_ALLOWED,
    **{code: verdict for verdict, codes in _CODES for code in codes.split()},
}


def examine(provider: Provider, account: Account, model: str, presets: Sequence[Region]) -> Diagnosis:
    """Try a key where it is to be used; where it is refused there, try it at the other presets too.

    A key is shown to another host only if both are Model Studio's own.

    Args:
        provider: the account's.
        account: the key and where it is to be used.
        model: for which it is to be used.
        presets: the regions whose shared hosts may be tried.
    """
    here = _tried(provider, account, model)
    if here is None:
        return _good(account)
    verdict = _verdict(here)
    others = [region for region in presets if region.base_url != account.base_url]
    if verdict is not Verdict.REFUSED or not region_of(account.base_url):
        return _told(verdict, here.failure)
    return _elsewhere(provider, account, model, here.failure, others)


def _elsewhere(
    provider: Provider, account: Account, model: str, failure: Failure, others: Iterable[Region]
) -> Diagnosis:
    """Look for a region that knows a key which is refused in its own."""
    silent: list[Region] = []
    for region in others:
        there = replace(account, base_url=region.base_url, region=region.id, typed=False)
        error = _tried(provider, there, model)
        verdict = Verdict.GOOD if error is None else _verdict(error)
        if verdict in (Verdict.GOOD, Verdict.NOT_ALLOWED, Verdict.OVERDUE):
            return _known_in(region, account, error)
        if verdict is not Verdict.REFUSED:
            silent.append(region)
    said = "It was refused in every region that this app knows."
    if silent:
        names = " and ".join(region.title for region in silent)
        said = f"Whether it belongs to {names} could not be told: no clear answer came from there."
    advice = "Copy the key again from the console, and look there for its region and its plan."
    return Diagnosis(
        verdict=Verdict.REFUSED,
        message=f"{_place(account)} does not accept this key. {said}",
        advice=advice,
        code=failure.code,
        request_id=failure.request_id,
    )


def _tried(provider: Provider, account: Account, model: str) -> ServiceError | None:
    try:
        provider.try_key(account, model)
    except ServiceError as error:
        return error
    return None


def _verdict(error: ServiceError) -> Verdict:
    if error.failure.code in VERDICTS:
        return VERDICTS[error.failure.code]
    return Verdict.UNREACHABLE if isinstance(error, Unreachable | Interrupted) else Verdict.UNCLEAR


def _good(account: Account) -> Diagnosis:
    if account.service == "modelstream":
        return Diagnosis(
            verdict=Verdict.LIKELY,
            message=(
                f"{host_of(account.base_url)} did not refuse this key. More can't be told at no cost: no way to test a "
                "key there is documented, so a task was asked for that nobody has made. Unconfirmed."
            ),
        )
    return Diagnosis(verdict=Verdict.GOOD, message=f"The key is good for {_place(account)}.")


def _known_in(region: Region, account: Account, error: ServiceError | None) -> Diagnosis:
    message = f"{_place(account)} does not accept this key, and {region.title} ({region.shared}) does."
    if error is not None:
        message += f" In {region.title} the service says: {error.failure.message}"
    return Diagnosis(
        verdict=Verdict.ELSEWHERE,
        message=message,
        advice=f"Set the region to {region.title}.",
        region=region.id,
        code="" if error is None else error.failure.code,
        request_id="" if error is None else error.failure.request_id,
    )


def _told(verdict: Verdict, failure: Failure) -> Diagnosis:
    """Put what the service said of a key into the answer."""
    message, advice = failure.message, failure.advice
    if verdict is Verdict.REFUSED:
        # The row's own advice is to do what was just done.
        advice = "Copy it again from the console. At an address like this one no other region was tried."
    if verdict in (Verdict.NOT_ALLOWED, Verdict.OVERDUE):
        message = f"The key is known there, but can't be used now. {failure.message}"
    return Diagnosis(verdict=verdict, message=message, advice=advice, code=failure.code, request_id=failure.request_id)


def _place(account: Account) -> str:
    region = REGIONS.get(region_of(account.base_url))
    host = host_of(account.base_url)
    return f"{region.title} ({host})" if region is not None else host
