"""What an example asks for, before it is written in a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.providers.example_values import LocalFile, seen

_STUDIO_KEY = "DASHSCOPE_API_KEY"
_GATEWAY_KEY = "MODELSTREAM_API_KEY"


@dataclass(frozen=True, kw_only=True)
class ExampleRequest:
    """One request.

    Attributes:
        service: `sandbox`, `dashscope` or `modelstream`.
        address: of the service, without a slash at its end.
        body: the JSON that is sent, with a `LocalFile` where a link will stand.
        files: every file, each once.
    """

    service: str
    address: str
    body: Mapping[str, Any]
    files: tuple[LocalFile, ...]

    @property
    def model(self) -> str:
        """The model's id."""
        return str(self.body["model"])

    @property
    def key_variable(self) -> str:
        """The environment's variable that holds the key."""
        return _GATEWAY_KEY if self.service == "modelstream" else _STUDIO_KEY

    @property
    def pause(self) -> str:
        """The seconds between two looks: what Model Studio asks for (`api-facts.md` 1.6), less at the stand-in."""
        return "1" if self.service == "sandbox" else "15"

    @property
    def title(self) -> str:
        """What is asked of whom, as the line that an example begins with."""
        places = {
            "sandbox": "the offline stand-in, which takes any key that begins with sk-",
            "modelstream": "ModelStream",
        }
        return f"{seen(self.model)} at {places.get(self.service, 'Model Studio')}."
