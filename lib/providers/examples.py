"""The request as text that runs: the upload of each file, the paid request, and a look at the task."""

import json
import shlex
from collections.abc import Callable, Mapping

from lib.errors import Failure, InputError
from lib.forms.draft import Order
from lib.forms.form import ModelForm
from lib.providers.dashscope_body import build_body
from lib.providers.gateway_examples import gateway_curl

Writer = Callable[[ModelForm, Order, str], str]


def request_example(form: ModelForm, order: Order, service: str, address: str, language: str) -> str:
    """Give the example for a service at `address`. Raises InputError for an unknown language."""
    writers = _GATEWAY if service == "modelstream" else _MODEL_STUDIO
    write = writers.get(language)
    if write is None:
        raise InputError(
            Failure(
                code="Studio.UnknownLanguage",
                message=f"There is no example in {language!r}.",
                advice=f"Choose one of: {', '.join(writers)}.",
                field="language",
            )
        )
    return write(form, order, address)


def _curl(form: ModelForm, order: Order, address: str) -> str:
    files = list(order.files())
    marks = {file.sha256: f"LINK{number}" for number, file in enumerate(files, start=1)}
    body = json.dumps(build_body(form, order, marks), ensure_ascii=False, indent=2)
    parts = ["#!/usr/bin/env bash", "set -eu", ': "${DASHSCOPE_API_KEY:?Set it to your key first}"', f"API={address}"]
    if files:
        parts += ["", _CURL_UPLOAD % {"model": order.model}]
        parts += [f"{marks[file.sha256]}=$(upload {shlex.quote(file.name)})" for file in files]
    parts += ["", f"cat > request.json <<'JSON'\n{body}\nJSON"]
    for mark in sorted(marks.values(), key=len, reverse=True):
        parts.append(f'sed -i.bak "s|\\"{mark}\\"|\\"${mark}\\"|g" request.json')
    return "\n".join([*parts, "", _CURL_CREATE]) + "\n"


_CURL_UPLOAD = """\
# The value of a text field in a JSON answer.
field() { sed -E "s/.*\\"$1\\" *: *\\"([^\\"]*)\\".*/\\1/"; }

# Uploads a file for 48 hours and prints its oss:// link.
upload() {
  policy=$(curl -sS --fail-with-body "$API/uploads?action=getPolicy&model=%(model)s" \\
    -H "Authorization: Bearer $DASHSCOPE_API_KEY" | tr -d '\\n')
  get() { printf '%%s' "$policy" | field "$1"; }
  key="$(get upload_dir)/$(date +%%s)-$RANDOM.${1##*.}"
  # curl reads the name between quotes, where a backslash and a quote are written with a backslash.
  name=${1//\\\\/\\\\\\\\}
  name=${name//\\"/\\\\\\"}
  curl -sS --fail-with-body -o /dev/null "$(get upload_host)" \\
    -F "OSSAccessKeyId=$(get oss_access_key_id)" -F "Signature=$(get signature)" -F "policy=$(get policy)" \\
    -F "key=$key" -F "x-oss-object-acl=$(get x_oss_object_acl)" \\
    -F "x-oss-forbid-overwrite=$(get x_oss_forbid_overwrite)" -F success_action_status=200 \\
    -F "file=@\\"$name\\"" || return
  printf 'oss://%%s' "$key"
}
"""

_CURL_CREATE = """\
# The paid request. If no answer comes, look in the console before sending it again.
answer=$(curl -sS --fail-with-body "$API/services/aigc/video-generation/video-synthesis" \\
  -H "Authorization: Bearer $DASHSCOPE_API_KEY" -H 'Content-Type: application/json' \\
  -H 'X-DashScope-Async: enable' -H 'X-DashScope-OssResourceResolve: enable' -d @request.json | tr -d '\\n')
echo "$answer"
task=$(printf '%s' "$answer" | sed -E 's/.*"task_id" *: *"([^"]*)".*/\\1/')

# How it stands; ask again every 15 s until it says SUCCEEDED and gives a video_url, good for 24 hours.
curl -sS "$API/tasks/$task" -H "Authorization: Bearer $DASHSCOPE_API_KEY"
"""

_MODEL_STUDIO: Mapping[str, Writer] = {"curl": _curl}
_GATEWAY: Mapping[str, Writer] = {"curl": gateway_curl}
