"""A client of the stand-in that shows every byte: plain requests, nothing of ours between the test and the wire."""

import os
import select
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from threading import Event
from time import monotonic
from types import TracebackType
from typing import Any, Self

import av
import requests

CREATE = "/services/aigc/video-generation/video-synthesis"
ENDED = ("SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN")
MODEL = "wan2.7-r2v"


class RawClient:
    """Talks to one base URL with one key."""

    def __init__(self, base_url: str, key: str = "sk-test") -> None:
        self.base_url = base_url
        self.authorization = {"Authorization": f"Bearer {key}"}
        self.session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    def policy(self, model: str = MODEL) -> dict[str, Any]:
        answer = self.get("/uploads", action="getPolicy", model=model)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def post_file(
        self, policy: dict[str, Any], name: str, content: bytes, changes: dict[str, str | None] | None = None
    ) -> requests.Response:
        """Post a form as documented; `changes` replaces a field, None drops it."""
        fields = {**form_fields(policy, name), **(changes or {})}
        parts = [(field, (None, value)) for field, value in fields.items() if value is not None]
        return self.session.post(policy["upload_host"], files=[*parts, ("file", (name, content))], timeout=60)

    def upload(self, path: Path, model: str = MODEL) -> str:
        """Upload as documented and give the `oss://` link."""
        policy = self.policy(model)
        answer = self.post_file(policy, path.name, path.read_bytes())
        assert answer.status_code == 200, answer.text
        return f"oss://{policy['upload_dir']}/{path.name}"

    def create(self, body: Any, **headers: str | None) -> requests.Response:
        """Post a create; `X_DashScope_Async=None` leaves that header out."""
        sent = {"X-DashScope-Async": "enable", "X-DashScope-OssResourceResolve": "enable", **self.authorization}
        for name, value in headers.items():
            sent[name.replace("_", "-")] = value  # type: ignore[assignment]  # requests drops a header that is None
        return self.session.post(self.base_url + CREATE, json=body, headers=sent, timeout=60)

    def created(self, body: Any) -> str:
        """Create a task that is accepted, and give its id."""
        answer = self.create(body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["output"]["task_status"] == "PENDING"
        return str(answer.json()["output"]["task_id"])

    def look(self, task_id: str) -> dict[str, Any]:
        answer = self.get(f"/tasks/{task_id}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def until(self, task_id: str, *statuses: str, seconds: float = 120) -> dict[str, Any]:
        """Look, at a civil pace, until the task is in one of the states."""
        pace, ends = Event(), monotonic() + seconds
        while (body := self.look(task_id))["output"]["task_status"] not in statuses:
            assert monotonic() < ends, body
            assert body["output"]["task_status"] not in ENDED, body
            pace.wait(0.05)
        return body

    def ended(self, task_id: str) -> dict[str, Any]:
        return self.until(task_id, *ENDED)

    def cancel(self, task_id: str) -> requests.Response:
        return self.session.post(f"{self.base_url}/tasks/{task_id}/cancel", headers=self.authorization, timeout=60)

    def tasks(self, **query: str | int) -> dict[str, Any]:
        answer = self.get("/tasks/", **query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def get(self, path: str, **query: str | int) -> requests.Response:
        return self.session.get(self.base_url + path, params=query, headers=self.authorization, timeout=60)


def form_fields(policy: dict[str, Any], name: str) -> dict[str, str | None]:
    """Give the fields of an upload's form, without the file."""
    return {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "x-oss-object-acl": policy["x_oss_object_acl"],
        "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
        "key": f"{policy['upload_dir']}/{name}",
        "success_action_status": "200",
    }


def body_of(*media: dict[str, str], prompt: str = "Image 1 waves.", **parameters: Any) -> dict[str, Any]:
    """Give a small request: 720P, two seconds, unless told otherwise."""
    parameters = {"resolution": "720P", "duration": 2, **parameters}
    return {"model": MODEL, "input": {"prompt": prompt, "media": list(media)}, "parameters": parameters}


def video_facts(content: bytes) -> tuple[int, int, int]:
    """Decode a whole video, which must have sound; give its width, its height and its number of frames."""
    with av.open(BytesIO(content), "r", format="mp4") as container:
        frames = list(container.decode(video=0))
        assert container.streams.audio
    return frames[0].width, frames[0].height, len(frames)


class SandboxProcess:
    """`python -m lib.sandbox` as a child, from its first line until it is stopped or killed."""

    def __init__(self, data_dir: Path, *options: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "lib.sandbox", "--port", str(port), "--data", str(data_dir), *options]
        self._child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)

    def __enter__(self) -> Self:
        assert self._child.stdout is not None
        ready, _, _ = select.select([self._child.stdout], [], [], 60)
        assert ready, "no first line within a minute"
        self.base_url = self._child.stdout.readline().strip()
        return self

    def kill(self) -> None:
        """End it as a crash does."""
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.wait(30)

    def terminate(self) -> int:
        """Ask it to end, and give its exit code."""
        self._child.terminate()
        return self._child.wait(30)

    def peak_bytes(self) -> int:
        """Ask it to end, and give the most memory that it has had at any moment."""
        self._child.terminate()
        _, status, usage = os.wait4(self._child.pid, 0)
        self._child.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child.poll() is None:
            self.kill()
        if self._child.stdout is not None:
            self._child.stdout.close()
