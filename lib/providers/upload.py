"""One file into Model Studio's temporary storage: a permission, then a streamed form (`api-facts.md` section 3)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import requests

from lib.errors import Failure, Refused, StorageError
from lib.forms.draft import OrderFile
from lib.forms.fields import MIB
from lib.providers.dashscope_answers import number, part, text
from lib.providers.form_stream import FormStream
from lib.providers.http import Nobody
from lib.providers.provider import Progress

_TEXTS = (
    "policy",
    "signature",
    "upload_dir",
    "upload_host",
    "oss_access_key_id",
    "x_oss_object_acl",
    "x_oss_forbid_overwrite",
)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The permission to upload files for one model, for some minutes. `max_bytes` is None where it sets no limit."""

    policy: str
    signature: str
    upload_dir: str
    upload_host: str
    oss_access_key_id: str
    x_oss_object_acl: str
    x_oss_forbid_overwrite: str
    max_bytes: int | None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "Policy | None":
        """Read the answer to `getPolicy`; None where something is missing from it."""
        data = part(body, "data")
        found = {name: text(data, name) for name in _TEXTS}
        if not all(found.values()):
            return None
        limit = number(data, "max_file_size_mb")
        return cls(**found, max_bytes=None if limit is None else int(limit * MIB))

    def form(self, key: str, mime: str) -> list[tuple[str, str]]:
        """Give the form's fields before the file, in the official SDK's order."""
        return [
            ("OSSAccessKeyId", self.oss_access_key_id),
            ("Signature", self.signature),
            ("policy", self.policy),
            ("key", key),
            ("x-oss-object-acl", self.x_oss_object_acl),
            ("x-oss-forbid-overwrite", self.x_oss_forbid_overwrite),
            ("success_action_status", "200"),
            ("x-oss-content-type", mime),
        ]


def upload_name(file: OrderFile) -> str:
    """Give a name that no upload has yet (storage refuses to overwrite) and that tells nothing of the person's own."""
    return f"{file.sha256}-{secrets.token_hex(4)}.{file.format}"


def size_of(path: Path) -> int:
    """Give the bytes of a file. Raises StorageError where it can't be read."""
    try:
        return path.stat().st_size
    except OSError:
        pass
    raise lost_file()


def opened_file(path: Path) -> BinaryIO:
    """Open a file for reading. Raises StorageError."""
    try:
        return path.open("rb")
    except OSError:
        pass
    raise lost_file()


def lost_file() -> StorageError:
    """Make the error of a file of the job that is gone."""
    return StorageError(
        Failure(
            code="Studio.FileGone",
            message="A file of this job can't be read any more.",
            advice="Add the file again and send the form anew.",
        )
    )


def check_size(policy: Policy, size_bytes: int) -> None:
    """Raise Refused where a file is larger than the permission says, before anything is sent."""
    if policy.max_bytes is None or size_bytes <= policy.max_bytes:
        return
    raise Refused(
        Failure(
            code="Studio.FileTooLarge",
            message=f"The service takes files of at most {policy.max_bytes // MIB} MB.",
            advice="Make the file smaller.",
        )
    )


def upload_request(policy: Policy, key: str, file: OrderFile, stream: BinaryIO, progress: Progress) -> requests.Request:
    """Make the form's request; it reads the file as it is sent, and tells `progress` the bytes of the form."""
    form = FormStream(policy.form(key, file.mime), key.rpartition("/")[2], stream, progress)
    headers = {"Content-Type": form.content_type, "Accept": "application/json"}
    return requests.Request("POST", policy.upload_host, data=form, headers=headers, auth=Nobody())
