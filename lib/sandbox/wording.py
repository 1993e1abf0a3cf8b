"""How a task is told to whoever looks: its state, times, result and usage (api-facts section 1.5)."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from lib.sandbox.task import Generation, Status, Task

# The documented times carry no zone. Beijing's is what is seen in practice, which nobody has verified.
BEIJING: Final = timezone(timedelta(hours=8))


def looked_at(task: Task, *, video_url: str) -> dict[str, object]:
    """Give the body of a look, without its request id. `video_url` is told only once the task has succeeded."""
    output: dict[str, object] = {"task_id": task.task_id, "task_status": task.status}
    if task.status is Status.FAILED:
        return {"output": {**output, "code": task.code, "message": task.message}}
    output["submit_time"] = _time(task.created)
    if task.started is not None:
        output["scheduled_time"] = _time(task.started)
    if task.ended is not None:
        output["end_time"] = _time(task.ended)
    if task.status is not Status.SUCCEEDED or task.generation is None:
        return {"output": output}
    output |= {"orig_prompt": task.generation.prompt, "video_url": video_url}
    return {"output": output, "usage": _usage(task.generation)}


def milliseconds(moment: float) -> int:
    """Give epoch seconds as epoch milliseconds."""
    return int(moment * 1000)


def _usage(generation: Generation) -> dict[str, object]:
    return {
        "duration": round(generation.duration + generation.input_seconds, 2),
        "input_video_duration": generation.input_seconds,
        "output_video_duration": _plain(generation.duration),
        "video_count": 1,
        "SR": int(generation.resolution.removesuffix("P")),
        "ratio": generation.ratio,
    }


def _plain(seconds: float) -> float:
    """Write 5.0 as 5, as the documented answers do."""
    return int(seconds) if seconds == int(seconds) else round(seconds, 2)


def _time(moment: float) -> str:
    # YYYY-MM-DD HH:mm:ss.SSS
    return datetime.fromtimestamp(moment, UTC).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
