"""What the page and the endpoints stand on: settings, forms, facts, jobs, and whose key pays."""

from dataclasses import dataclass, field

from lib.errors import Failure, FormRefused, InputError
from lib.forms.catalog import Catalog
from lib.forms.check import Checked, check
from lib.forms.cost import Tariff
from lib.forms.draft import Draft
from lib.forms.form import ModelForm
from lib.forms.variants import ONE, Variants
from lib.forms.words import say
from lib.jobs.intents import SAME_CLICK_SECONDS
from lib.jobs.jobs import Jobs
from lib.jobs.public_links import PublicLinks
from lib.jobs.record import Record
from lib.jobs.sending import Request, Sent
from lib.media import FactsCache
from lib.providers.provider import Account
from lib.providers.regions import REGIONS, base_url, region_of, typed_base_url
from lib.secret import Secret
from lib.settings import SERVICES, Settings
from lib.ui.attempts import Attempts
from lib.ui.fixes import with_fixes
from lib.ui.objections import with_objections
from lib.ui.view import SERVICE_WORDS
from lib.ui.visitors import Visitor

SANDBOX_KEY = "sk-sandbox"
# The choice of a host by hand, while none is written.
BY_HAND = "host"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who asks, as far as they say: their own key, an access code, and where their key belongs.

    Attributes:
        key: the visitor's own key for the service that is asked, empty for none.
        access_code: opens the owner's key where the owner asks for one.
        address: region id or host for the visitor's own Model Studio key, empty for the owner's setting.
        visitor: the browser's name for itself, empty for the API.
        who: whose request it is, as far as the app can tell itself.
    """

    key: Secret
    access_code: Secret
    address: str = ""
    visitor: str = ""
    who: Visitor = field(default_factory=Visitor)


NOBODY = Caller(key=Secret(""), access_code=Secret(""))


@dataclass(frozen=True, kw_only=True)
class Services:
    """The services of one running app."""

    settings: Settings
    catalog: Catalog
    facts: FactsCache
    jobs: Jobs
    links: PublicLinks
    sandbox_url: str
    attempts: Attempts = field(default_factory=Attempts)

    @property
    def offered(self) -> tuple[str, ...]:
        """The services that a visitor can choose."""
        return SERVICES

    def form(self, model: str) -> ModelForm:
        """Give a model's form. Raises InputError."""
        form = self.catalog.get(model)
        if form is None:
            raise InputError(
                Failure(
                    code="model.unknown",
                    message=f"The model {model!r} is not offered here.",
                    advice=f"Choose one of: {', '.join(self.catalog.ids)}.",
                    field="model",
                )
            )
        return form

    def tariff(self, service: str = "", address: str = "") -> Tariff:
        """Say whose price list counts for a service; empty is the new page's. Raises InputError."""
        service = service or self.settings.service
        if service not in self.offered:
            raise _unknown_service(service, self.offered)
        return Tariff(service=service, region=self._region(address) if service == "dashscope" else "")

    def check(self, draft: Draft, tariff: Tariff) -> Checked:
        """Judge a draft by the facts of its files and by what the service takes, and say what can be mended."""
        facts = {upload.path: self.facts.facts(upload.path) for upload in draft.uploads()}
        form = self.form(draft.model)
        checked = with_fixes(check(draft, form, facts, tariff), draft, form, facts)
        return with_objections(checked, self.jobs.objections(tariff.service, form, checked.sketch), form)

    def submit(self, draft: Draft, service: str, caller: Caller) -> Record:
        """Make a job. Raises FormRefused with every finding, InputError for the key or the service, StorageError."""
        return self.send(draft, service, caller).records[0]

    def send(
        self,
        draft: Draft,
        service: str,
        caller: Caller,
        *,
        variants: Variants = ONE,
        within: float = SAME_CLICK_SECONDS,
    ) -> Sent:
        """Make the jobs of one click, or give the one of the same request. Raises as `submit`."""
        service = service or self.settings.service
        account = self.account(service, caller)
        # The price is that of the account that pays, whatever region stands on the page.
        checked = self.check(draft, Tariff(service=service, region=account.region))
        if checked.order is None:
            raise self.refusal(draft, checked)
        files = {self.facts.facts(upload.path).sha256: upload.path for upload in draft.uploads()}
        return self.jobs.send(
            Request(
                order=checked.order,
                files=files,
                account=account,
                cost=checked.cost,
                visitor=caller.visitor,
                payer=caller.who.payer,
                variants=variants,
                within=within,
            )
        )

    def refusal(self, draft: Draft, checked: Checked) -> FormRefused:
        """Say every error of a form in one failure."""
        errors = [finding for finding in checked.findings if finding.severity == "error"]
        form = self.form(draft.model)
        said = " ".join(say(finding, form) for finding in errors)
        return FormRefused(
            Failure(code="Studio.FormRefused", message=said, advice="Nothing was sent.", field=errors[0].field)
        )

    def account(self, service: str, caller: Caller) -> Account:
        """Give the account that pays. Raises InputError where no key is there, or the access code is wrong."""
        if service == "sandbox":
            return Account(service=service, base_url=self.address(service), key=Secret(SANDBOX_KEY))
        if service not in self.offered:
            raise _unknown_service(service, self.offered)
        if not caller.key:
            return self._owner(service, caller)
        if service != "dashscope":
            return Account(service=service, base_url=self.address(service), key=caller.key)
        url = self.dashscope_url(caller.address)
        typed = bool(caller.address) and caller.address not in REGIONS
        return Account(service=service, base_url=url, key=caller.key, region=self._region(caller.address), typed=typed)

    def owner_account(self, service: str) -> Account | None:
        """Give the owner's account at a service, None without a key in the environment."""
        keys = {"dashscope": self.settings.dashscope_key, "modelstream": self.settings.modelstream_key}
        key = keys.get(service)
        if not key:
            return None
        region = self._region("") if service == "dashscope" else ""
        return Account(service=service, base_url=self.address(service), key=key, region=region)

    def address(self, service: str) -> str:
        """Give the address at which a service is asked. Raises InputError for an unknown one."""
        match service:
            case "sandbox":
                return self.sandbox_url
            case "dashscope":
                return self.dashscope_url("")
            case "modelstream":
                return self.settings.modelstream_base_url
        raise _unknown_service(service, self.offered)

    def dashscope_url(self, address: str) -> str:
        """Give Model Studio's address for a region id or a host; empty is the owner's setting. Raises InputError."""
        settings = self.settings
        if not address:
            return base_url(settings.dashscope_region, settings.dashscope_workspace, settings.dashscope_base_url)
        if address == BY_HAND:
            raise InputError(
                Failure(
                    code="Studio.NoHost",
                    message="Another host is chosen, and none is given.",
                    advice="Write the host's address, or choose a region.",
                    field="host",
                )
            )
        return REGIONS[address].base_url if address in REGIONS else typed_base_url(address)

    def _region(self, address: str) -> str:
        """Give the region for the price; a host that isn't Model Studio's own stands in for the owner's region."""
        return region_of(self.dashscope_url(address)) or ("" if address else self.settings.dashscope_region)

    def _owner(self, service: str, caller: Caller) -> Account:
        account = self.owner_account(service)
        if account is None:
            raise InputError(
                Failure(
                    code="Studio.NoKey",
                    message=f"{SERVICE_WORDS[service]} needs a key, and none is given.",
                    advice="Give your own key, or choose the sandbox, which needs none.",
                    field="api_key",
                )
            )
        self._check_allowed(caller)
        return account

    def _check_allowed(self, caller: Caller) -> None:
        """Raise InputError for a caller who may not spend the owner's key: no code and no name that opens it."""
        code, users = self.settings.access_code, self.settings.allowed_users
        if (not code and not users) or caller.who.login in users:
            return
        given = caller.access_code
        if given and self.attempts.opens(caller.who.mark, code, given.reveal()):
            return
        raise InputError(
            Failure(
                code="Studio.AccessCode",
                message="The key here belongs to the owner of this app, who asks for an access code."
                if code
                else "The key here belongs to the owner of this app, for people on a list who are logged in.",
                advice="Give the access code, or your own key." if code else "Log in, or give your own key.",
                field="access_code",
            )
        )


def _unknown_service(service: str, offered: tuple[str, ...]) -> InputError:
    return InputError(
        Failure(
            code="Studio.UnknownService",
            message=f"The service {service!r} is not offered here.",
            advice=f"Choose one of: {', '.join(offered)}.",
            field="service",
        )
    )
