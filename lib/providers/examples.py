"""The request as text that runs: the upload of each file, the paid request, the wait, and the video on disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.errors import Failure, InputError
from lib.forms.draft import Order
from lib.forms.form import ModelForm
from lib.providers.dashscope_body import build_body
from lib.providers.example_curl import gateway_curl, studio_curl
from lib.providers.example_javascript import gateway_javascript, studio_javascript
from lib.providers.example_python import gateway_python, studio_python
from lib.providers.example_request import ExampleRequest
from lib.providers.example_sdk import gateway_sdk, studio_sdk
from lib.providers.example_values import local_files
from lib.providers.modelstream_body import build_flat_body
from lib.providers.modelstream_profile import MODELSTREAM, address_of


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language that examples are written in.

    Attributes:
        title: as people call it.
        studio: writes the example for Model Studio and its stand-in.
        gateway: writes it for the flat gateway.
    """

    title: str
    studio: Callable[[ExampleRequest], str]
    gateway: Callable[[ExampleRequest], str]


LANGUAGES: Mapping[str, Language] = {
    "curl": Language(title="curl", studio=studio_curl, gateway=gateway_curl),
    "python": Language(title="Python", studio=studio_python, gateway=gateway_python),
    "dashscope": Language(title="Python SDK", studio=studio_sdk, gateway=gateway_sdk),
    "javascript": Language(title="JavaScript", studio=studio_javascript, gateway=gateway_javascript),
}


def request_example(form: ModelForm, order: Order, service: str, address: str, language: str) -> str:
    """Give the example for a service at `address`. Raises InputError for an unknown language.

    It runs in a folder that holds the order's files under their own names, reads the key from the service's usual
    variable, and saves the video under the task's id. Whatever stands in a prompt or a name stays text.
    """
    spoken = LANGUAGES.get(language)
    if spoken is None:
        raise InputError(
            Failure(
                code="Studio.UnknownLanguage",
                message=f"There is no example in {language!r}.",
                advice=f"Choose one of: {', '.join(LANGUAGES)}.",
                field="language",
            )
        )
    files = local_files(order)
    if service == "modelstream":
        body = build_flat_body(MODELSTREAM, form, order, files)
        root = address_of(address, "").rstrip("/")
        return spoken.gateway(ExampleRequest(service=service, address=root, body=body, files=tuple(files.values())))
    body = build_body(form, order, files)
    return spoken.studio(ExampleRequest(service=service, address=address, body=body, files=tuple(files.values())))
