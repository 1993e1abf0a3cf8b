"""What is known and what is guessed of a flat gateway, as data: a correction is one line here.

Known: ModelStream's own page (`api-facts.md` 6.1). Guessed: it looks like a fork of the new-api gateway, so where its
page is silent, that gateway's source is followed (6.2), and then the habits of gateways of the same shape (6.3, 6.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lib.forms.fields import MIB
from lib.providers.provider import TaskState

Place = str
"""A place in an answer: names and list indices with dots in between, `data.data.output.video_url`, `output.0`."""


class Several(StrEnum):
    """How the files of one field stand in the body."""

    TEXT_OR_LIST = "text or list"
    """A text for one file, a list for more."""
    LIST = "list"
    """A list, even for one file."""
    ONE = "one"
    """One file a field; the check refuses more."""


@dataclass(frozen=True, kw_only=True)
class GatewayProfile:
    """One gateway.

    Attributes:
        create_path: behind the base URL; the request that costs money.
        query_path: the same, with `{task_id}`.
        several: how several files of a field are sent.
        names: by a form's field: its name in the body, where it is another.
        required: fields of files that the gateway asks for although the model itself does not.
        inline_total_bytes: the most base64 that one request carries.
        inline_small_bytes: the base64 of a file that goes inline even where a link can be made.
        inline_documented: media types whose base64 is documented; others go as a link where one can be made.
        task_ids: where a new task's id may stand, the first found counts; so for every place below.
        states_at: where a task's state may stand.
        states: a state in lower case, with underscores.
        links: where the video's link may stand.
        last_links: the same, but other things may stand there too.
        progress_at: a number of per cent, or a text like "30%".
        prompts_at: the rewritten prompt.
        codes: where the code of an error may stand.
        messages: where its text may stand.
        fine: codes that are no error, in lower case.
        gone: codes that say that the task is not known.
        request_id_headers: where the id of a request may stand.
        unconfirmed: what of this is guessed, by attribute, and why.
        unknown: what is not known at all, for people.
    """

    create_path: str
    query_path: str
    several: Several
    names: Mapping[str, str]
    required: tuple[str, ...]
    inline_total_bytes: int
    inline_small_bytes: int
    inline_documented: tuple[str, ...]
    task_ids: tuple[Place, ...]
    states_at: tuple[Place, ...]
    states: Mapping[str, TaskState]
    links: tuple[Place, ...]
    last_links: tuple[Place, ...]
    progress_at: tuple[Place, ...]
    prompts_at: tuple[Place, ...]
    codes: tuple[Place, ...]
    messages: tuple[Place, ...]
    fine: frozenset[str]
    gone: frozenset[str]
    request_id_headers: tuple[str, ...]
    unconfirmed: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def address_of(base_url: str, path: str) -> str:
    """Give the URL of one of a gateway's paths; OpenAI's clients are given the address with `/v1` behind it (6.1)."""
    return f"{base_url.rstrip('/').removesuffix('/v1')}/{path}"


# 6.4; `suspended` and `fail` are words of Model Studio's SDK and of one more gateway.
_STATES: Mapping[TaskState, str] = {
    TaskState.QUEUED: "queued pending submitted not_start suspended",
    TaskState.RUNNING: "running processing in_progress",
    TaskState.SUCCEEDED: "succeeded success completed",
    TaskState.FAILED: "failed failure fail error",
    TaskState.CANCELED: "canceled cancelled",
}

MODELSTREAM = GatewayProfile(
    create_path="v1/video/generations",
    query_path="v1/video/generations/{task_id}",
    several=Several.TEXT_OR_LIST,
    names={},
    required=("reference_image",),
    # Below the 10 MB at which hosted API gateways commonly cut a request; new-api itself takes more.
    inline_total_bytes=8 * MIB,
    # Eleven files (five references, their voices, a first frame) of this size stay within the total.
    inline_small_bytes=MIB // 2,
    # "URL or Base64 data" is said of images only, and Model Studio behind it takes no clip as base64 (section 2).
    inline_documented=("image/",),
    # `data` alone is the id in answers of older new-api channels.
    task_ids=("task_id", "id", "data.task_id", "output.task_id", "data.id", "data"),
    # The inner state first: an outer one may be of the envelope ("success").
    states_at=(
        "data.status",
        "status",
        "data.task_status",
        "task_status",
        "data.state",
        "state",
        "output.task_status",
        "data.output.task_status",
        "data.data.output.task_status",
    ),
    states={word: state for state, words in _STATES.items() for word in words.split()},
    links=(
        "url",
        "video_url",
        "result_url",
        "data.result_url",
        "data.url",
        "output.video_url",
        "data.data.output.video_url",
        "metadata.url",
        "data.video_url",
        "data.output.video_url",
        "data.metadata.url",
        "output.0",
        "data.output.0",
    ),
    # Older builds of new-api put the link of a success where the reason of a failure stands.
    last_links=("data.fail_reason", "fail_reason"),
    progress_at=("data.progress", "progress"),
    prompts_at=("data.data.output.actual_prompt", "data.output.actual_prompt", "output.actual_prompt"),
    codes=(
        "error.code",
        "error.type",
        "code",
        "data.error.code",
        "output.code",
        "data.output.code",
        "data.data.output.code",
    ),
    messages=(
        "error.message",
        "error",
        "message",
        "msg",
        "fail_reason",
        "data.error.message",
        "data.error",
        "data.fail_reason",
        "output.message",
        "data.output.message",
        "data.data.output.message",
    ),
    fine=frozenset({"success", "ok", "0", "200"}),
    gone=frozenset({"task_not_exist", "task_not_found"}),
    request_id_headers=("X-Oneapi-Request-Id", "X-Request-Id"),
    unconfirmed={
        "query_path": "no page names it; new-api's",
        "several": "the page types every file as one text and speaks of up to five; nor how voices go by references",
        "inline_total_bytes": "no page names a limit",
        "inline_small_bytes": "follows from the total",
        "inline_documented": 'the page says "URL or Base64 data" in one place and "Upload" in another',
        "task_ids": "the page names `task_id` only",
        "states_at": "no page shows the answer to a query; new-api's",
        "states": "the same",
        "links": "the same",
        "last_links": "the same",
        "progress_at": "the same",
        "prompts_at": "the same",
        "codes": "the page shows `error` only",
        "messages": "the same",
        "fine": "new-api's",
        "gone": "the same",
        "request_id_headers": "the same",
    },
    unknown=(
        "what a video costs",
        "how fast requests may follow each other",
        "how long the link of a finished video lives",
        "whether a task can be canceled, so nothing is sent to cancel one",
        "whether it lists tasks, so an answer that got lost can't be looked up",
    ),
)
