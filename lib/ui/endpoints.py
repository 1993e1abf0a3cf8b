"""The public contract of `interface.md`: /models, /check, /request_example, /submit, /job, /cancel, /generate."""

import asyncio
from collections.abc import AsyncIterator, Callable
from inspect import Parameter
from typing import Any

import gradio as gr

from lib.errors import Failure, InputError
from lib.forms.check import Checked
from lib.forms.draft import Draft
from lib.forms.form import ModelForm
from lib.forms.schema import model_as_json
from lib.forms.words import say
from lib.providers.examples import request_example
from lib.secret import Secret
from lib.ui.allowance import with_allowance
from lib.ui.api_words import describe_last
from lib.ui.arguments import argument_defaults, with_form
from lib.ui.drafts import draft_from_arguments
from lib.ui.edge import at_the_edge
from lib.ui.keyholders import bring_key
from lib.ui.records import changes, record_as_json
from lib.ui.services import Caller, Services
from lib.ui.visitors import visitor_now

Json = dict[str, Any]

SERVICE = Parameter("service", Parameter.POSITIONAL_OR_KEYWORD, default="", annotation=str)
LANGUAGE = Parameter("language", Parameter.POSITIONAL_OR_KEYWORD, default="curl", annotation=str)


def add_endpoints(services: Services) -> None:
    """Declare every endpoint in the Blocks that is being built."""
    for name, function in (*_form_endpoints(services), *_plain_endpoints(services)):
        # Reading and judging need no place in the queue; the queue shows errors of what changes something.
        gr.api(at_the_edge(function, escape=False), api_name=name, concurrency_limit=None)
        describe_last(function)


def _form_endpoints(services: Services) -> list[tuple[str, Callable[..., Any]]]:
    form = services.catalog.default

    @with_form(form)
    def check(arguments: Json, key: str, _code: str) -> Json:
        """Judge a form and its files without sending anything: every finding, and what the video will cost."""
        draft = _draft(services, arguments)
        checked, form = services.check(draft, services.tariff()), services.form(draft.model)
        return _verdict(checked if key else with_allowance(services, checked, form, "", visitor_now().payer), form)

    @with_form(form, {"service": SERVICE, "language": LANGUAGE})
    def request_example(arguments: Json, _key: str, _code: str) -> str:
        """Give the request as text that runs in the folder that holds the files, for the service chosen."""
        service, language = str(arguments.pop("service")), str(arguments.pop("language"))
        draft = _draft(services, arguments)
        return example_text(services, draft, service, language)

    @with_form(form, {"service": SERVICE})
    def submit(arguments: Json, key: str, code: str) -> Json:
        """Ask for a video, which may cost money, and give the job's record at once; /job tells what became of it."""
        service = str(arguments.pop("service") or "")
        record = services.submit(_draft(services, arguments), service, _caller(key, code))
        return record_as_json(services.jobs, record)

    @with_form(form, {"service": SERVICE})
    async def generate(arguments: Json, key: str, code: str) -> AsyncIterator[Json]:
        """Ask for a video, and give the job's record at every change until it has ended; that can take 20 minutes."""
        service = str(arguments.pop("service") or "")
        draft, caller = _draft(services, arguments), _caller(key, code)
        # Hashing and copying up to half a gigabyte must not hold up the event loop.
        record = await asyncio.to_thread(services.submit, draft, service, caller)
        async for now in changes(services.jobs, record.job):
            yield await asyncio.to_thread(record_as_json, services.jobs, now)

    return [("check", check), ("request_example", request_example), ("submit", submit), ("generate", generate)]


def _plain_endpoints(services: Services) -> list[tuple[str, Callable[..., Any]]]:
    def models() -> list[dict]:  # type: ignore[type-arg]  # Gradio reads `dict`, not its parameters
        """Give every model with its form as data: parameters, limits, prices, and which services offer it."""
        return [model_as_json(form) for form in services.catalog]

    def job(job: str, x_api_key: gr.Header = None) -> dict:  # type: ignore[type-arg]  # the same
        """Give the record of a job: its state, the video once there is one, or what went wrong.

        Args:
            job: the job's name, as /submit gave it.
            x_api_key: the header of that name; a job that waits for its key goes on with it.
        """
        return record_as_json(services.jobs, bring_key(services, job, _caller(str(x_api_key or ""), "")))

    def cancel(job: str, x_api_key: gr.Header = None) -> dict:  # type: ignore[type-arg]  # the same
        """Cancel a job where that is still possible, and give its record.

        Args:
            job: the job's name, as /submit gave it.
            x_api_key: the header of that name; a job that waits for its key goes on with it.
        """
        bring_key(services, job, _caller(str(x_api_key or ""), ""))
        return record_as_json(services.jobs, services.jobs.cancel(job))

    return [("models", models), ("job", job), ("cancel", cancel)]


def example_text(services: Services, draft: Draft, service: str, language: str) -> str:
    """Give the example for a draft as far as it goes. Raises InputError for an unknown service or language."""
    service = service or services.settings.service
    checked = services.check(draft, services.tariff(service))
    form = services.form(draft.model)
    return request_example(form, checked.sketch, service, services.address(service), language)


def _draft(services: Services, arguments: Json) -> Draft:
    extra = arguments.pop("extra") or {}
    if not isinstance(extra, dict):
        raise InputError(
            Failure(
                code="Studio.BadExtra",
                message="extra is not a set of fields by name.",
                advice='Pass it as an object, {"last_frame": …}, or leave it out.',
                field="extra",
            )
        )
    form = services.form(str(arguments.pop("model")))
    return draft_from_arguments(form, arguments, extra, argument_defaults(services.catalog.default))


def _verdict(checked: Checked, form: ModelForm) -> Json:
    findings = [
        {
            "field": finding.field,
            "severity": finding.severity,
            "code": finding.code,
            "message": say(finding, form),
            "fix": finding.fix,
        }
        for finding in checked.findings
    ]
    return {"ok": checked.ok, "findings": findings, "cost": checked.cost.as_json()}


def _caller(key: str, code: str) -> Caller:
    return Caller(key=Secret(key.strip()), access_code=Secret(code.strip()), who=visitor_now())
