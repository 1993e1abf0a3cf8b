"""Files over HTTP: the policy of an upload, the post to object storage, and a finished video with ranges."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlencode
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from lib.sandbox.access import caller, known_model
from lib.sandbox.answers import HalfOf, Refusal, StorageRefusal, answer
from lib.sandbox.faults import FaultName, Faults
from lib.sandbox.rules import Rules
from lib.sandbox.signing import Policy, Signer
from lib.sandbox.store import TASK_SECONDS, Store, Upload
from lib.sandbox.upload_form import UploadForm

POLICY_SECONDS: Final = 300
MAX_FILE_SIZE_MB: Final = 100
_ACCESS_KEY_ID: Final = "LTAI-sandbox"
_FIXED_FIELDS: Final[Mapping[str, str]] = {
    "x-oss-object-acl": "private",
    "x-oss-forbid-overwrite": "true",
    "success_action_status": "200",
}
_REQUIRED_FIELDS: Final = ("OSSAccessKeyId", "Signature", "policy", "key", *_FIXED_FIELDS)
_FILE_NAME: Final = re.compile(r"[^/\\\x00-\x1f]{1,255}")


@dataclass(frozen=True, kw_only=True)
class Files:
    """The upload and download half of the stand-in. `clock` gives epoch seconds, `models` the rules of each model."""

    store: Store
    signer: Signer
    faults: Faults
    clock: Callable[[], float]
    models: Mapping[str, Rules]

    async def policy(self, request: Request) -> Response:
        """Answer `GET /uploads?action=getPolicy&model=...` (api-facts section 3)."""
        account = caller(request)
        if request.query_params.get("action") != "getPolicy":
            raise Refusal(400, "InvalidParameter", "The action should be getPolicy.")
        model = known_model(request.query_params.get("model"), self.models)
        now = self.clock()
        day = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d")
        upload_dir = f"dashscope-instant/{account}/{day}/{uuid4()}"
        policy = Policy(account=account, model=model, upload_dir=upload_dir, expires=now + POLICY_SECONDS)
        text, signature = self.signer.policy(policy)
        data = {
            "policy": text,
            "signature": signature,
            "upload_dir": upload_dir,
            "upload_host": str(request.base_url).rstrip("/"),
            "expire_in_seconds": POLICY_SECONDS,
            "max_file_size_mb": MAX_FILE_SIZE_MB,
            "capacity_limit_mb": 999999999,
            "oss_access_key_id": _ACCESS_KEY_ID,
            "x_oss_object_acl": _FIXED_FIELDS["x-oss-object-acl"],
            "x_oss_forbid_overwrite": _FIXED_FIELDS["x-oss-forbid-overwrite"],
        }
        return answer({"data": data})

    async def upload(self, request: Request) -> Response:
        """Answer the form post to object storage: an empty 200, or an XML error."""
        _refuse_key(request)
        target = self.store.uploads_folder / uuid4().hex
        form = UploadForm(request.headers.get("content-type", ""), target, largest_bytes=MAX_FILE_SIZE_MB * 1024 * 1024)
        kept = False
        try:
            await form.read(request.stream())
            policy, key = self._permitted(form.fields)
            upload = Upload(
                key=key,
                account=policy.account,
                model=policy.model,
                path=target.relative_to(self.store.folder).as_posix(),
                created=self.clock(),
            )
            kept = await run_in_threadpool(self.store.add_upload, upload)
        finally:
            if not kept:
                target.unlink(missing_ok=True)
        if not kept:
            raise StorageRefusal(
                409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten."
            )
        return Response(status_code=200)

    def link(self, request: Request, task_id: str) -> str:
        """Give a result's link. It names this server as the caller reached it, and dies after 24 hours."""
        name = f"{task_id}.mp4"
        expires = int(self.clock()) + TASK_SECONDS
        query = urlencode({"Expires": expires, "Signature": self.signer.link(name, expires)})
        return f"{request.base_url}results/{quote(name)}?{query}"

    async def result(self, request: Request) -> Response:
        """Answer a result's link with the video, or the part of it that `Range` names."""
        _refuse_key(request)
        name = request.path_params["name"]
        expires = request.query_params.get("Expires", "")
        if not self.signer.link_matches(name, expires, request.query_params.get("Signature", "")):
            raise StorageRefusal(
                403, "SignatureDoesNotMatch", "The request signature we calculated does not match the one you provided."
            )
        if int(expires) < self.clock():
            raise StorageRefusal(403, "AccessDenied", "Request has expired.")
        path = self.store.result(name.removesuffix(".mp4"))
        if not path.is_file():
            raise StorageRefusal(404, "NoSuchKey", "The specified key does not exist.")
        video = FileResponse(path, media_type="video/mp4", stat_result=path.stat())
        cut = request.method == "GET" and self.faults.strikes(FaultName.DOWNLOAD_CUT)
        return HalfOf(video) if cut else video

    def _permitted(self, fields: Mapping[str, str]) -> tuple[Policy, str]:
        """Give the policy and the key of a form that may be kept."""
        for name in _REQUIRED_FIELDS:
            if name not in fields:
                raise StorageRefusal(400, "InvalidArgument", f"The form field {name} is missing.")
        if fields["OSSAccessKeyId"] != _ACCESS_KEY_ID:
            raise StorageRefusal(
                403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records."
            )
        policy = self.signer.read_policy(fields["policy"], fields["Signature"])
        if policy is None:
            raise StorageRefusal(
                403, "SignatureDoesNotMatch", "The request signature we calculated does not match the one you provided."
            )
        if policy.expires < self.clock() or self.faults.strikes(FaultName.UPLOAD_EXPIRED):
            raise StorageRefusal(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
        for name, value in _FIXED_FIELDS.items():
            if fields[name] != value:
                raise _condition_failed(name)
        folder, _, file_name = fields["key"].rpartition("/")
        if folder != policy.upload_dir or not _FILE_NAME.fullmatch(file_name):
            raise _condition_failed("key")
        return policy, fields["key"]


def _condition_failed(name: str) -> StorageRefusal:
    return StorageRefusal(403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {name}.")


def _refuse_key(request: Request) -> None:
    # Object storage knows no Model Studio keys, and nobody should send it one. That it answers so is inferred.
    if "authorization" in request.headers:
        raise StorageRefusal(
            400, "InvalidArgument", "Only one way of authorization is allowed; the form or link has it."
        )
