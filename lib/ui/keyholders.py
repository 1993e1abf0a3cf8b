"""Who may use which key: on a job that is there, and to look into an account."""

from collections.abc import Callable
from dataclasses import replace

from lib.errors import Failure, InputError, NotFound
from lib.jobs.record import JobState, Record
from lib.providers.provider import Account
from lib.secret import Secret
from lib.ui.reading import PageForm
from lib.ui.service_sheet import Secrets
from lib.ui.services import Caller, Services
from lib.ui.visitors import visitor_now

Split = Callable[..., tuple[Secrets, PageForm]]
"""Takes the values of the page's boxes for secrets and of its form apart."""


def caller_of(page: PageForm, visitor: str, typed: Secrets, service: str) -> Caller:
    """Say who asks a service, from what stands on the page."""
    return Caller(
        key=typed.key(service),
        access_code=typed.access_code,
        address=page.address,
        visitor=visitor,
        who=visitor_now(),
    )


def is_own(record: Record, visitor: str) -> bool:
    """Whoever knows a job's name may read its record; what went into it is for whoever brought it."""
    return bool(visitor) and record.visitor == visitor


def check_own(record: Record, visitor: str) -> None:
    """Raise NotFound for another's job."""
    if not is_own(record, visitor):
        raise NotFound(
            Failure(
                code="Studio.NoSuchJob",
                message="This video was made in another browser.",
                advice="It can be made again there.",
            )
        )


def account_of(services: Services, record: Record, caller: Caller) -> Account:
    """Give the account of a job to a caller who has its key. Raises InputError for everybody else.

    The owner's is behind the access code where there is one, as for sending.
    """
    owner = services.owner_account(record.service)
    owned = owner is not None and owner.fingerprint == record.account
    if caller.key or not owned:
        account = services.account(record.service, caller)
        if account.fingerprint == record.account:
            return account
    if owned:
        return services.account(record.service, replace(caller, key=Secret("")))
    raise InputError(
        Failure(
            code="Studio.OtherKey",
            message="This is not the key, or not the region, with which the job was made.",
            advice="Give that key with its region, and the job goes on.",
            field="api_key",
        )
    )


def bring_key(services: Services, job: str, caller: Caller) -> Record:
    """Give a job the key that it waits for, where the caller has it. Raises NotFound, InputError for another."""
    record = services.jobs.get(job)
    if caller.key and services.jobs.waits_for_key(record):
        services.jobs.give_key(record, account_of(services, record, caller))
    return services.jobs.get(job)


def look_again(services: Services, job: str, caller: Caller) -> Record:
    """Let a lost job go on, or give one the key that it waits for. Raises NotFound, InputError without its key."""
    record = bring_key(services, job, caller)
    if record.state is not JobState.LOST:
        return record
    return services.jobs.aftercare.look_again(job, account_of(services, record, caller))


def send_again(services: Services, job: str, caller: Caller) -> Record:
    """Make a new job of a visitor's lost one. Raises as `Aftercare.send_again`, and InputError without its key."""
    record = services.jobs.get(job)
    check_own(record, caller.visitor)
    account = account_of(services, record, caller)
    return services.jobs.aftercare.send_again(job, account, visitor=caller.visitor, payer=caller.who.payer)


def holder(services: Services, service: str, caller: Caller) -> Account:
    """Give the account at a service to a caller who may know what is in it: it is their key, or they are the owner.

    Who may spend the owner's key may not see the owner's tasks for that: only an access code tells an owner.

    Raises:
        InputError: the service has no accounts, no key is given, or nothing tells that the caller is the owner.
    """
    if service == "sandbox":
        raise InputError(
            Failure(
                code="Studio.NoAccount",
                message="The sandbox needs no key and keeps no account.",
                advice="Choose the service that the key is for.",
                field="service",
            )
        )
    owned = not caller.key and services.owner_account(service) is not None
    if owned and not services.settings.access_code:
        raise InputError(
            Failure(
                code="Studio.OwnersAccount",
                message="The key here belongs to the owner of this app, and nothing tells that you are the owner.",
                advice="Give a key of your own. An owner sets R2V_ACCESS_CODE and gives the code.",
                field="api_key",
            )
        )
    # Who is on the list may spend the owner's key, and is not the owner for that.
    return services.account(service, replace(caller, who=replace(caller.who, login="")))
