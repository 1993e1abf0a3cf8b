"""Links to a job's inputs: only the key opens one, only for its file, only for a day, also after a restart."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.errors import StorageError
from lib.jobs.public_links import LIFE_SECONDS, PublicLinks
from lib.secret import redact

ROOT = "https://studio.example/app"
NOW = 1_800_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def links_of(folder: Path, clock: Clock) -> PublicLinks:
    return PublicLinks(folder, f"{ROOT}/", clock=clock)


def parts(link: str) -> tuple[str, str]:
    split = urlsplit(link)
    return split.path.rpartition("/")[2], parse_qs(split.query)["key"][0]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "jobs" / "job-1" / "abc.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a picture")
    return path


def test_a_link_opens_its_file_for_a_day_and_outlives_the_process(tmp_path: Path, picture: Path, clock: Clock) -> None:
    link = links_of(tmp_path, clock).publish(picture, "image/png")
    assert link.startswith(f"{ROOT}/media/abc.png?key=")
    clock.now += LIFE_SECONDS - 1
    again = links_of(tmp_path, clock)
    found = again.find(*parts(link))
    assert found is not None
    assert (found.job, found.mime, again.path(found)) == ("job-1", "image/png", picture)
    clock.now += 1
    assert again.find(*parts(link)) is None


def test_no_link_is_the_one_before_and_none_leads_to_the_job(tmp_path: Path, picture: Path, clock: Clock) -> None:
    links = links_of(tmp_path, clock)
    made = {links.publish(picture, "image/png") for _ in range(3)}
    assert len(made) == 3
    assert not [link for link in made if "job-1" in link]
    assert all(len(parts(link)[1]) >= 43 for link in made), "32 random bytes"


@pytest.mark.parametrize("key", ["", "x", "../../jobs/job-1/abc.png", "/etc/passwd", "\0", "\ud800", "k" * 10_000])
def test_a_guess_opens_nothing(tmp_path: Path, picture: Path, clock: Clock, key: str) -> None:
    links = links_of(tmp_path, clock)
    assert links.find("abc.png", key) is None
    links.publish(picture, "image/png")
    assert links.find("abc.png", key) is None


@pytest.mark.parametrize("name", ["", "def.png", "../job-2/abc.png", "abc.png/", "ABC.png"])
def test_a_key_opens_no_other_file(tmp_path: Path, picture: Path, clock: Clock, name: str) -> None:
    links = links_of(tmp_path, clock)
    _, key = parts(links.publish(picture, "image/png"))
    assert links.find(name, key) is None


def test_the_key_is_nowhere_on_disk_and_leaves_every_text(tmp_path: Path, picture: Path, clock: Clock) -> None:
    link = links_of(tmp_path, clock).publish(picture, "image/png")
    _, key = parts(link)
    notes = list((tmp_path / "links").iterdir())
    assert len(notes) == 1
    assert key not in notes[0].name + notes[0].read_text()
    assert key not in redact(f"could not fetch {link}, it says")
    assert (tmp_path / "links").stat().st_mode & 0o077 == 0


def test_half_a_note_opens_nothing_and_goes_with_the_expired_ones(tmp_path: Path, picture: Path, clock: Clock) -> None:
    links = links_of(tmp_path, clock)
    old = links.publish(picture, "image/png")
    note = next((tmp_path / "links").iterdir())
    note.write_text(note.read_text()[:-5])
    assert links.find(*parts(old)) is None
    expired = links.publish(picture, "image/png")
    clock.now += LIFE_SECONDS
    links.publish(picture, "image/png")
    assert links.find(*parts(expired)) is None
    left = [json.loads(one.read_text())["expires"] for one in (tmp_path / "links").iterdir()]
    assert left == [clock.now + LIFE_SECONDS]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, picture: Path, clock: Clock) -> None:
    (tmp_path / "links").write_text("in the way")
    with pytest.raises(StorageError) as raised:
        links_of(tmp_path, clock).publish(picture, "image/png")
    assert raised.value.failure.retryable
