"""Examples in Python with requests."""

from collections.abc import Callable

from lib.providers.dashscope import CREATE_PATH
from lib.providers.example_request import ExampleRequest
from lib.providers.example_values import LocalFile, Notation, filled, quoted
from lib.providers.modelstream_profile import MODELSTREAM

PYTHON_WORDS = {True: "True", False: "False", None: "None"}


def studio_python(request: ExampleRequest) -> str:
    """Write the example for Model Studio."""
    parts = [_STUDIO_IMPORTS, _HEAD, _UPLOAD, _STUDIO_SEND, _SAVE]
    notation = _notation(lambda file: f"upload({quoted(file)})")
    return _written("".join(parts), request, notation, {"create": CREATE_PATH})


def gateway_python(request: ExampleRequest) -> str:
    """Write the example for a flat gateway."""
    parts = [_GATEWAY_IMPORTS, _HEAD, _INLINE, _GATEWAY_SEND, _SAVE]
    notation = _notation(lambda file: f"inline({quoted(file)}, {quoted(file.mime)})")
    paths = {"create": MODELSTREAM.create_path, "query": MODELSTREAM.query_path.format(task_id="{task}")}
    return _written("".join(parts), request, notation, paths)


def _notation(file: Callable[[LocalFile], str]) -> Notation:
    return Notation(words=PYTHON_WORDS, text=quoted, file=file, comma=True)


def _written(template: str, request: ExampleRequest, notation: Notation, paths: dict[str, str]) -> str:
    values = {
        "title": request.title,
        "variable": request.key_variable,
        "address": quoted(request.address),
        "model": quoted(request.model),
        "body": notation.write(request.body),
        "pause": request.pause,
    }
    return filled(template, {**values, **paths})


_STUDIO_IMPORTS = """\
# @title@
# pip install requests, and run this in the folder that holds the files.
import os
import sys
import time
import uuid
from pathlib import Path

import requests
"""

_GATEWAY_IMPORTS = """\
# @title@
# pip install requests, and run this in the folder that holds the files.
import base64
import os
import sys
import time
from pathlib import Path

import requests
"""

_HEAD = '''
API = @address@
KEY = os.environ.get("@variable@") or sys.exit("Set @variable@ to your key first.")


def ask(method, path, headers=None, **more):
    """Ask, and give the answer; a no is shown and ends it."""
    headers = {"Authorization": f"Bearer {KEY}", **(headers or {})}
    answer = requests.request(method, f"{API}/{path}", headers=headers, timeout=300, **more)
    if not answer.ok:
        sys.exit(f"{answer.status_code}: {answer.text}")
    return answer.json()
'''

_UPLOAD = '''

def upload(name):
    """Upload a file for 48 hours, for this model only, and give its link."""
    policy = ask("GET", "uploads", params={"action": "getPolicy", "model": @model@})["data"]
    key = f"{policy['upload_dir']}/{uuid.uuid4().hex}{Path(name).suffix}"
    form = {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "key": key,
        "x-oss-object-acl": policy["x_oss_object_acl"],
        "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
        "success_action_status": "200",
    }
    with open(name, "rb") as file:
        stored = requests.post(policy["upload_host"], data=form, files={"file": file}, timeout=600)
    if not stored.ok:
        sys.exit(f"{stored.status_code}: {stored.text}")
    return f"oss://{key}"
'''

_INLINE = '''

def inline(name, mime):
    """Give a file as text for the request itself. A large one must go as a link that the gateway can fetch instead."""
    return f"data:{mime};base64," + base64.b64encode(Path(name).read_bytes()).decode()
'''

_STUDIO_SEND = """

body = @body@

# The paid request. If no answer comes, look in the console before sending it again.
asynchronous = {"X-DashScope-Async": "enable", "X-DashScope-OssResourceResolve": "enable"}
task = ask("POST", "@create@", headers=asynchronous, json=body)["output"]["task_id"]
print("Task", task, flush=True)

while True:
    output = ask("GET", f"tasks/{task}")["output"]
    print(output["task_status"], flush=True)
    if output["task_status"] not in ("PENDING", "RUNNING"):
        break
    time.sleep(@pause@)
if output["task_status"] != "SUCCEEDED":
    sys.exit(f"{output.get('code')}: {output.get('message')}")
link = output["video_url"]
"""

_GATEWAY_SEND = """

body = @body@

# The paid request. If no answer comes, look in the gateway's console before sending it again.
task = ask("POST", "@create@", json=body)["task_id"]
print("Task", task, flush=True)

# No page says where a task is asked after, nor how that is answered: this is as the gateway new-api does it.
while True:
    told = ask("GET", f"@query@")["data"]
    print(told["status"], flush=True)
    if told["status"] in ("SUCCESS", "FAILURE"):
        break
    time.sleep(@pause@)
if told["status"] != "SUCCESS":
    sys.exit(told.get("fail_reason"))
link = told["result_url"]
"""

_SAVE = """
with requests.get(link, stream=True, timeout=300) as video, open(f"{task}.mp4", "wb") as file:
    video.raise_for_status()
    for chunk in video.iter_content(1 << 20):
        file.write(chunk)
print(f"Saved {task}.mp4")
"""
