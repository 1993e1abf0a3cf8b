"""What strangers try, as tables: each row is one request, or one call of an endpoint, that must have no effect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

META = {"_type": "gradio.FileData"}
PASSWD = "/etc/passwd"
# Each stands for what only the running app can tell; the test puts it in.
LINK, FOLDER, DATABASE, OTHERS = "{link}", "{folder}", "{database}", "{service}"

PATHS: Mapping[str, Any] = {
    "bare": {"path": PASSWD},
    "with meta": {"path": PASSWD, "meta": META},
    "as text": PASSWD,
    "upwards": {"path": f"{FOLDER}/../../../../../..{PASSWD}"},
    "upwards, coded": {"path": f"{FOLDER}/%2e%2e/%2e%2e{PASSWD}"},
    "file address": {"path": f"file://{PASSWD}"},
    "an address of ours to it": f"/gradio_api/file={PASSWD}",
    "a link in the cache": {"path": LINK},
    "a folder": {"path": FOLDER},
    "the database": {"path": DATABASE},
    "its own memory": {"path": "/proc/self/environ"},
    "a zero in it": {"path": f"{PASSWD}\x00.png"},
    "very long": {"path": "/" + "a" * 5000},
    "the metadata service": {"path": "http://169.254.169.254/latest/meta-data/"},
    "this machine": {"path": OTHERS, "url": OTHERS, "meta": META},
    "another scheme": "gopher://127.0.0.1:6379/_FLUSHALL",
}


def in_field(name: str, value: Any) -> dict[str, Any]:
    """Give the arguments of a call that put a file argument into a field."""
    if name == "reference_voice":
        return {"reference_image": [{"path": "{picture}"}], name: [value]}
    if name == "last_frame":
        return {"model": "wan2.7-i2v", "extra": {name: value}}
    return {name: value if name == "first_frame" else [value]}


FIELDS = ("reference_image", "reference_video", "reference_voice", "first_frame", "last_frame")


def path_calls() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every path in every file argument."""
    for how, value in PATHS.items():
        for name in FIELDS:
            yield f"{how} in {name}", in_field(name, value)


@dataclass(frozen=True, kw_only=True)
class Knock:
    """One raw request, and the statuses that refuse it."""

    name: str
    path: str
    method: str = "GET"
    refusals: frozenset[int] = frozenset({404})
    options: Mapping[str, Any] = field(default_factory=dict)


def knock(name: str, path: str, *refusals: int, method: str = "GET", **options: Any) -> Knock:
    return Knock(name=name, path=path, method=method, refusals=frozenset(refusals or (404,)), options=options)


API = "/gradio_api"
SESSION = {"session_hash": "x"}
EVIL = {"Origin": "https://evil.example"}
KNOCKS = (
    knock("deep link", f"{API}/deep_link?session_hash=x"),
    knock("deep link, in capitals", f"{API}/DEEP_LINK?session_hash=x"),
    knock("deep link, two slashes", f"/{API}/deep_link?session_hash=x", 404, 405),
    knock("run history", f"{API}/runs"),
    knock("run history, older", f"{API}/run-history"),
    knock("monitoring", "/monitoring"),
    knock("monitoring summary", "/monitoring/summary"),
    knock("monitoring by key", "/monitoring/anything"),
    knock("metrics that nobody asked for", "/metrics"),
    knock("file proxy", f"{API}/proxy=https://example.com/x"),
    knock("address through the file route", f"{API}/file=https://example.com/x"),
    knock("address through the file route, coded", f"{API}/file=https%3A%2F%2Fexample.com/x"),
    knock("recording", f"{API}/process_recording", 403, 404, 405, method="POST", files={"file": b"x"}),
    knock("older tools", f"{API}/mcp/sse"),
    knock("older tools' messages", f"{API}/mcp/messages/?session_id=1", method="POST", json={}),
    knock("the description", "/openapi.json", 404),
    knock("the docs", "/docs", 404),
    knock("passwd", f"{API}/file={PASSWD}", 403),
    knock("passwd, upwards", f"{API}/file=../../../../..{PASSWD}", 403, 404),
    knock("passwd, coded", f"{API}/file=%2e%2e/%2e%2e/%2e%2e/%2e%2e{PASSWD}", 403, 404),
    knock("the source", f"{API}/file=app.py", 403),
    knock("the settings' file", f"{API}/file=pyproject.toml", 403),
    knock("the memory", f"{API}/file=/proc/self/environ", 403),
    knock("the database", f"{API}/file={DATABASE}", 403),
    knock("jobs' folder", f"{API}/file={{data}}/jobs", 403, 404),
    knock("results' folder", f"{API}/file={{data}}/results", 403, 404),
    knock("the cache's link", f"{API}/file={LINK}", 403),
    knock("public media without a key", "/media/x", 404),
    knock("a bundle without a pass", "/bundle/x", 404),
    knock("a large JSON", f"{API}/call/v2/check", 413, method="POST", json={"prompt": "x" * 1_100_000}),
    knock("JSON that is none", f"{API}/call/v2/check", 400, 422, method="POST", content=b"{", headers={}),
    knock("no such endpoint", f"{API}/call/v2/nothing", 404, method="POST", json={}),
    knock("no such endpoint, older", f"{API}/call/nothing", 404, method="POST", json={"data": []}),
    knock("no such endpoint, at once", f"{API}/run/nothing/", 404, method="POST", json={"data": []}),
    knock("an endpoint without a name", f"{API}/call/v2/", 404, 405, method="POST", json={}),
    knock("no such argument", f"{API}/call/v2/check", 422, method="POST", json={"nothing": 1}),
    knock("no such function", f"{API}/queue/join", 404, method="POST", json={**SESSION, "fn_index": 9999, "data": []}),
    knock("no such function, at once", f"{API}/run/predict", 404, method="POST", json={"fn_index": -1, "data": []}),
    knock("another site's call", f"{API}/call/v2/submit", 403, method="POST", json={"prompt": "x"}, headers=EVIL),
    knock("another site's upload", f"{API}/upload", 403, method="POST", files={"files": b"x"}, headers=EVIL),
    knock("another site's queue", f"{API}/queue/join", 403, method="POST", json={}, headers=EVIL),
    knock("a frame without origin", f"{API}/upload", 403, method="POST", headers={"Origin": "null"}),
    knock(
        "a neighbour by name", f"{API}/upload", 403, method="POST", headers={"Origin": "http://127.0.0.1.evil.example"}
    ),
    knock("another port", f"{API}/upload", 403, method="POST", headers={"Origin": "http://127.0.0.1:1"}),
    knock("another site's form", f"{API}/call/v2/submit", 403, method="POST", headers={"Sec-Fetch-Site": "cross-site"}),
    knock("another site asks first", f"{API}/upload", 403, method="OPTIONS", headers=EVIL),
    knock("another site stops the owner", "/owner/stop", 403, method="POST", headers=EVIL),
    knock("the owner's figures", "/owner/spending", 403),
    knock("the owner's switch", "/owner/stop", 403, method="POST"),
    knock("the owner's switch by reading", "/owner/stop", 404, 405),
    knock("Gradio's own login", "/login", 302, 404, 405, method="POST", data={"username": "a", "password": "b"}),
    knock("a login that is not offered", "/login/huggingface?_target_url=https://evil.example"),
    knock("a login's end that nobody began", "/login/callback?code=x&state=y&_target_url=//evil.example"),
    knock("a login's end, with a slash", "/login/callback/", 404),
    knock("a logout where nobody logs in", "/logout?_target_url=https://evil.example"),
    knock("rewriting the app", f"{API}/vibe-edit/", 403, 404, 405, method="POST", json={"prompt": "x"}),
    knock("a server function", f"{API}/component_server", 400, 404, 422, method="POST", json={}),
    knock("a method of its own", f"{API}/upload", 405, 403, method="DELETE"),
)


def lines(*told: str) -> bytes:
    """Give a request's head as it goes over the line."""
    return "\r\n".join([*told, "", ""]).encode("latin-1")


UPLOAD = f"POST {API}/upload HTTP/1.1"
# What no client library sends, and the statuses that refuse it.
LINES: Mapping[str, tuple[bytes, set[int]]] = {
    "a length that is none": (lines(f"POST {API}/call/v2/check HTTP/1.1", "Host: x", "Content-Length: x"), {400, 413}),
    "a length below nothing": (lines(UPLOAD, "Host: x", "Content-Length: -1"), {400}),
    "two lengths": (lines(UPLOAD, "Host: x", "Content-Length: 1", "Content-Length: 2"), {400}),
    "three gigabytes by its word": (
        lines(
            UPLOAD,
            "Host: x",
            "X-Forwarded-For: 198.51.100.8",
            "Content-Type: multipart/form-data; boundary=x",
            f"Content-Length: {3 * 2**30}",
        ),
        {413, 429},
    ),
    "a line within a header": (lines("GET / HTTP/1.1", "Host: x", "X-A: 1\nX-Evil 1"), {400}),
    "upwards, as it is": (lines(f"GET {API}/file=/../../../etc/passwd HTTP/1.1", "Host: x"), {403, 404}),
    "no HTTP": (b"\x16\x03\x01 hello\r\n\r\n", {400}),
}
