"""Strangers at the open app: what they try is refused, nothing comes of it, and nothing is told that is not theirs."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.app.conftest import ACCESS_CODE, OWNER_CODE, OWNERS_KEY, OpenApp
from tests.app.hostile import API, KNOCKS, LINES, PASSWD, Knock, path_calls
from tests.makers import make_picture

# What no answer may hold: the machine's files, the owner's secrets, and how the app looks from within.
TOLD = ("root:x:0", "Traceback", 'File "', "site-packages", "R2V_OWNER_CODE=", OWNERS_KEY, ACCESS_CODE, OWNER_CODE)


class Stranger:
    """A raw client with what it can find out, and a look at what became of it."""

    def __init__(self, app: OpenApp, folder: Path) -> None:
        self.app = app
        # Of its own, so that what one tries doesn't shut the others out.
        self.web = httpx.Client(base_url=app.address, headers={"X-Forwarded-For": "198.51.100.7"}, timeout=60)
        picture = make_picture(folder / "anna.png")
        self.picture = self.upload(picture)
        link = Path(self.picture).parent / "link.png"
        link.symlink_to(PASSWD)
        self._places = {
            "{picture}": self.picture,
            "{link}": str(link),
            "{folder}": str(link.parent.parent),
            "{database}": str(self.data / "jobs.sqlite3"),
            "{data}": str(self.data),
            "{service}": app.service.base_url,
        }

    @property
    def data(self) -> Path:
        return self.app.home / "share" / "wan-r2v-studio"

    def upload(self, path: Path, name: str = "") -> str:
        files = [("files", (name or path.name, path.read_bytes()))]
        told: list[str] = self.web.post(f"{API}/upload", files=files).raise_for_status().json()
        return told[0]

    def placed(self, value: Any) -> Any:
        text = json.dumps(value)
        for name, place in self._places.items():
            text = text.replace(name, place)
        return json.loads(text)

    def call(self, endpoint: str, form: dict[str, Any], **headers: str) -> str:
        """Call an endpoint, and give everything that was answered."""
        begun = self.web.post(f"{API}/call/v2/{endpoint}", json=self.placed(form), headers=headers)
        if begun.status_code != httpx.codes.OK:
            return f"event: error {begun.text}"
        return self.web.get(f"{API}/call/{endpoint}/{begun.json()['event_id']}", headers=headers).text

    def jobs(self) -> int:
        with sqlite3.connect(self.data / "jobs.sqlite3") as db:
            (count,) = db.execute("SELECT count(*) FROM r2v_jobs").fetchone()
            return int(count)


@pytest.fixture(scope="module")
def stranger(open_app: OpenApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    one = Stranger(open_app, tmp_path_factory.mktemp("stranger"))
    yield one
    one.web.close()


def tells_nothing(text: str, stranger: Stranger) -> bool:
    return not any(secret in text for secret in (*TOLD, str(stranger.data)))


@pytest.mark.parametrize(("form"), [pytest.param(form, id=name) for name, form in path_calls()])
def test_a_path_of_a_strangers_is_no_file(stranger: Stranger, form: dict[str, Any]) -> None:
    before = stranger.jobs()
    said = stranger.call("submit", {"prompt": "Image 1 waves.", **form, "service": "sandbox"})
    assert "event: error" in said
    assert tells_nothing(said, stranger)
    assert stranger.jobs() == before


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in KNOCKS])
def test_a_door_that_is_closed(stranger: Stranger, one: Knock) -> None:
    before = stranger.jobs()
    address = stranger.app.address + stranger.placed(one.path)
    # A connection for each: after some refusals the server closes it, while the next request is already under way.
    answer = httpx.request(one.method, address, timeout=60, **one.options)
    assert answer.status_code in one.refusals, (answer.status_code, answer.text[:200])
    assert not any(secret in answer.text for secret in TOLD)
    assert "access-control-allow-origin" not in answer.headers
    assert stranger.jobs() == before


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_no_client_sends(stranger: Stranger, name: str) -> None:
    line, refusals = LINES[name]
    address = urlsplit(stranger.app.address)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=30) as wire:
        wire.sendall(line)
        answer = wire.recv(4096).decode(errors="replace")
    assert int(answer.split(" ")[1]) in refusals, answer
    assert tells_nothing(answer, stranger)


def test_a_body_without_a_length_ends_at_the_cap(stranger: Stranger) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'{"prompt": "'
        for _ in range(400):
            sent += 64 * 1024
            yield b"x" * 64 * 1024

    try:
        answer = stranger.web.post(
            f"{API}/call/v2/submit", content=endless(), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code >= 400
    except httpx.TransportError:
        # Hung up while it was still sending.
        assert sent > 1_000_000
    assert stranger.web.get("/healthz").status_code == 200


def test_a_file_of_more_than_any_model_takes_is_refused_and_leaves_nothing(stranger: Stranger) -> None:
    mebibyte = bytes(2**20)
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="large.bin"\r\n\r\n'

    def large() -> Iterator[bytes]:
        yield head
        yield from (mebibyte for _ in range(106))
        yield b"\r\n--x--\r\n"

    form = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        answer = httpx.post(f"{stranger.app.address}{API}/upload", content=large(), headers=form, timeout=60)
        assert answer.status_code == 413
    except httpx.TransportError:
        # Hung up while it was still sending; the app itself is well.
        assert stranger.web.get("/healthz").status_code == 200
    left = [path for path in stranger.app.home.rglob("*") if path.is_file() and path.stat().st_size > 50 * 2**20]
    assert left == []


def test_the_page_tells_nobody_of_itself(stranger: Stranger) -> None:
    config = stranger.web.get("/config").json()
    assert (config["analytics_enabled"], config["run_history"]) == (False, False)
    assert "gradio.live" not in stranger.app.program.output


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.png", "../../etc/cron.d/x.png", "a\r\nX-Evil: 1.png"])
def test_a_files_name_is_a_name(stranger: Stranger, tmp_path: Path, name: str) -> None:
    path = Path(stranger.upload(make_picture(tmp_path / "a.png"), name)).resolve()
    assert path.is_relative_to(stranger.app.home / "cache")
    assert not set("<>\r\n") & set(path.name)


def test_what_a_call_breaks_on_is_told_without_what_it_was_given(stranger: Stranger) -> None:
    """Gradio would print it: a page that is older than the app sends other arguments, a key among them."""
    session = {"session_hash": "older", "fn_index": 0}
    for path, form in ((f"{API}/call/check", {}), (f"{API}/queue/join", session)):
        begun = stranger.web.post(path, json={"data": ["canary-of-an-older-page"], **form}).json()
        where = f"{path}/{begun['event_id']}" if not form else f"{API}/queue/data?session_hash=older"
        with stranger.web.stream("GET", where) as told:
            assert any("error" in line or "process_completed" in line for line in told.iter_lines())
    log = stranger.app.program.output
    assert "an event could not be carried out" in log
    assert "canary-of-an-older-page" not in log
    assert "Traceback" not in log


def test_every_answer_has_its_headers(stranger: Stranger) -> None:
    for path in ("/", "/healthz", f"{API}/info", "/nothing"):
        headers = stranger.web.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert headers["referrer-policy"] == "same-origin"


def test_another_site_reads_nothing_and_a_page_of_ours_works(stranger: Stranger) -> None:
    evil = stranger.web.get(f"{API}/info", headers={"Origin": "https://evil.example"})
    assert not [name for name in evil.headers if name.startswith("access-control-")]
    own = stranger.web.post(f"{API}/call/v2/models", json={}, headers={"Origin": stranger.app.address})
    assert own.status_code == 200


def test_nobody_guesses_anothers_job(stranger: Stranger) -> None:
    form = {"prompt": "Image 1 hides.", "reference_image": [{"path": "{picture}"}], "duration": 2, "service": "sandbox"}
    said = stranger.call("submit", form)
    job = json.loads(said.rpartition("data: ")[2])[0]["job"]
    assert len(job) == 32
    for guess in (job[:-1], job[:-1] + ("0" if job[-1] != "0" else "1"), "%", "' OR 1=1 --", "../" + job, "*", ""):
        for endpoint in ("job", "cancel"):
            assert "There is no job of that name here" in stranger.call(endpoint, {"job": guess})
    folder = stranger.data / "results" / job
    for path in (f"{API}/file={folder}/../", f"{API}/file={folder}", f"/bundle/{job}", f"/media/{job}"):
        assert stranger.web.get(path).status_code in {403, 404}, path
    assert '"state": "' in stranger.call("cancel", {"job": job})


def test_what_went_into_a_job_is_for_nobody_without_a_name(stranger: Stranger) -> None:
    """Whoever made a job by the API has no name, and so has everybody else who calls the page's own events."""
    form = {"prompt": "Image 1 hides.", "reference_image": [{"path": "{picture}"}], "duration": 2, "service": "sandbox"}
    job = json.loads(stranger.call("submit", form).rpartition("data: ")[2])[0]["job"]
    config = stranger.web.get("/config").json()
    shown = {one["id"]: one["props"].get("value") for one in config["components"]}
    use = next(one for one in config["dependencies"] if one["api_name"] == "use")
    values = [shown.get(one) for one in use["inputs"]]
    call = {"data": [job, "", *values[2:]], "fn_index": use["id"], "session_hash": "nobody"}
    stranger.web.post(f"{API}/queue/join", json=call).raise_for_status()
    with stranger.web.stream("GET", f"{API}/queue/data?session_hash=nobody") as told:
        said = next(line for line in told.iter_lines() if "process_completed" in line)
    assert "made in another browser" in said
    assert list((stranger.app.home / "cache").glob("restored-*")) == []
    stranger.call("cancel", {"job": job})


def test_an_uploads_path_is_a_name_that_nobody_can_guess(stranger: Stranger, tmp_path: Path) -> None:
    """It opens the file (CONTRIBUTING says why that is so), is told to whoever uploaded it, and to nobody else."""
    picture = make_picture(tmp_path / "hidden.png", width=444)
    path = Path(stranger.upload(picture))
    folder, name = path.parent.name, "hidden.png"
    assert (len(bytes.fromhex(folder)), path.name) == (32, name)
    # Not made of what others may have as well, but of a number that only this installation knows.
    content = picture.read_bytes()
    assert folder not in {sha256(one).hexdigest() for one in (content, name.encode(), content + name.encode(), b"")}
    served = stranger.web.get(f"{API}/file={path}")
    assert (served.content, served.headers["x-content-type-options"]) == (content, "nosniff")
    near = folder[:-1] + ("0" if folder[-1] != "0" else "1")
    for guess in (f"{path.parent.parent}/{near}/{name}", f"{path.parent}/other.png", path.parent, path.parent.parent):
        assert stranger.web.get(f"{API}/file={guess}").status_code in {403, 404}, guess
    form = {"prompt": "Image 1 hides.", "reference_image": [{"path": str(path)}], "duration": 2, "service": "sandbox"}
    said = stranger.call("submit", form)
    job = json.loads(said.rpartition("data: ")[2])[0]["job"]
    told = [
        said,
        stranger.call("job", {"job": job}),
        stranger.call("cancel", {"job": job}),
        stranger.app.program.output,
    ]
    told += [stranger.web.get(one).text for one in ("/", "/config", "/healthz", f"{API}/info")]
    assert [text[:200] for text in told if folder in text] == []
    kept = [one for one in stranger.data.rglob("*") if one.is_file()]
    assert [str(one) for one in kept if folder.encode() in one.read_bytes() + one.name.encode()] == []


def test_a_strangers_key_and_mark_are_the_strangers_own(stranger: Stranger) -> None:
    form = {"prompt": "Image 1 waves.", "reference_image": [{"path": "{picture}"}], "duration": 2}
    forged = {"X-R2V-Caller": "someone.else", "X-Access-Code": ""}
    assert "asks for an access code" in stranger.call("submit", {**form, "service": "dashscope"}, **forged)
    for code in ("x", ACCESS_CODE[:-1], ACCESS_CODE.upper(), f"{ACCESS_CODE}x"):
        said = stranger.call("submit", {**form, "service": "dashscope"}, **{"X-Access-Code": code})
        assert "asks for an access code" in said
        assert tells_nothing(said, stranger)
    assert "is not offered here" in stranger.call("submit", {**form, "service": "owner"})
    assert "is not offered here" in stranger.call("submit", {**form, "model": "../../x"})
