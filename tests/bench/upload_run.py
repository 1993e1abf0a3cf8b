"""A program: send files side by side with this app's client or the official SDK, and print what that took.

`python -m tests.bench.upload_run ours|sdk BASE_URL WARM FILE...` sends WARM first, so that what a first upload loads is
not counted.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib.jobs.staging import AT_ONCE
from lib.providers.dashscope import DashScope
from tests.providers.orders import KEY, MODEL, account, file, unwatched

Send = Callable[[str, Sequence[Path]], None]


def ours(base_url: str, paths: Sequence[Path]) -> None:
    """Send as a job does."""
    client, who = DashScope(), account(base_url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda path: client.prepare(who, MODEL, file("a", "mp4", "video/mp4"), path, unwatched), paths))


def sdk(base_url: str, paths: Sequence[Path]) -> None:
    """Send as the SDK does on the way to a task, which the sink answers at once."""
    import dashscope  # noqa: PLC0415 - its memory is no part of ours
    from dashscope import VideoSynthesis  # noqa: PLC0415 - the same

    dashscope.base_http_api_url = base_url
    media = [{"type": "reference_video", "url": f"file://{path}"} for path in paths]
    answer = VideoSynthesis.async_call(model=MODEL, prompt="x", media=media, api_key=KEY)
    assert answer.status_code == 200, answer


def memory_bytes(line: str) -> int:
    """Give `VmRSS`, what is held now, or `VmHWM`, the most since `forget_peak`; other systems know the most alone."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(words.split()[1]) * 1024 for words in lines if words.startswith(f"{line}:"))


def forget_peak() -> None:
    """Let the peak be what is held now, so that none of before hides what comes (Linux)."""
    peak = Path("/proc/self/clear_refs")
    if peak.exists():
        peak.write_text("5", encoding="ascii")


def main(way: str, base_url: str, warm: str, *large: str) -> None:
    send: Send = {"ours": ours, "sdk": sdk}[way]
    send(base_url, [Path(warm)])
    forget_peak()
    before, began = memory_bytes("VmRSS"), time.perf_counter()
    send(base_url, [Path(name) for name in large])
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"seconds": seconds, "grew_bytes": memory_bytes("VmHWM") - before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
