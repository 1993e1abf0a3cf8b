"""Files in a store elsewhere: S3 (a stand-in), a folder, memory. All behave alike."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from lib.errors import SettingsError, StorageError
from lib.jobs.cache import MARK, ResultsCache
from lib.jobs.storage import Storage, open_storage
from lib.jobs.store import JobStore
from lib.secret import Secret
from tests.jobs.builders import ANNA
from tests.object_store import URL, object_store
from tests.programs import free_port


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with object_store(tmp_path_factory.mktemp("s3")) as variables, pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        # It keeps its clients, with the address of the first.
        S3FileSystem.clear_instance_cache()
        yield URL
        S3FileSystem.clear_instance_cache()


@pytest.fixture(params=["s3", "file", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place of the test's own in each kind of store."""
    match request.param:
        case "s3":
            return f"{request.getfixturevalue('s3')}/{uuid.uuid4().hex}"
        case "file":
            return f"file://{tmp_path}/a place of its own"
    return f"memory://{uuid.uuid4().hex}"


def new_store(folder: Path, url: str) -> JobStore:
    folder.mkdir()
    return JobStore.under(folder, open_storage(Secret(url)))


def test_what_one_process_has_taken_in_and_kept_another_finds(tmp_path: Path, url: str) -> None:
    here, there = new_store(tmp_path / "here", url), new_store(tmp_path / "there", url)
    (tmp_path / "anna.png").write_bytes(b"a picture")
    here.take_in("job", ANNA, tmp_path / "anna.png")
    here.result("job", "video.mp4").write_bytes(b"a video" * 1_000_000)
    here.result("job", "video.mp4.part").write_bytes(b"half a video")
    here.keep_results("job")
    assert there.bring_input("job", ANNA).read_bytes() == b"a picture"
    video = there.bring_result("job", "video.mp4")
    assert video == tmp_path / "there/results/job/video.mp4"
    assert video.read_bytes() == b"a video" * 1_000_000
    assert there.bring_result("job", "video.mp4.part") is None, "only what is whole is there"
    assert there.bring_result("job", "poster.jpg") is None
    assert there.bring_result("another", "video.mp4") is None


def test_what_is_forgotten_is_gone_from_everywhere(tmp_path: Path, url: str) -> None:
    here, there = new_store(tmp_path / "here", url), new_store(tmp_path / "there", url)
    (tmp_path / "anna.png").write_bytes(b"a picture")
    for job in ("job", "job-beside"):
        here.take_in(job, ANNA, tmp_path / "anna.png")
    here.result("job", "video.mp4").write_bytes(b"a video")
    here.keep_results("job")
    here.forget("job")
    here.forget("job")
    assert here.jobs_here() == {"job-beside"}
    assert there.bring_result("job", "video.mp4") is None
    with pytest.raises(StorageError, match=r"anna\.png of this job is not there any more"):
        there.bring_input("job", ANNA)
    assert there.bring_input("job-beside", ANNA).exists()


def test_several_who_ask_for_the_same_video_at_once_all_get_it_whole(tmp_path: Path, url: str) -> None:
    here, there = new_store(tmp_path / "here", url), new_store(tmp_path / "there", url)
    here.result("job", "video.mp4").write_bytes(b"a video" * 100_000)
    here.keep_results("job")
    sizes: list[int] = []

    def ask() -> None:
        video = there.bring_result("job", "video.mp4")
        assert video is not None
        sizes.append(video.stat().st_size)

    asking = [threading.Thread(target=ask) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sizes == [700_000] * 8
    left = {path.name for path in (tmp_path / "there/results/job").iterdir()}
    assert left == {"video.mp4", MARK}, "nothing half fetched is left"


def test_copies_make_room_for_newer_ones_the_least_recently_used_first(tmp_path: Path) -> None:
    cache = ResultsCache(folder=tmp_path, limit_bytes=250)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/video.mp4").write_bytes(b"x" * 1000)
    for job in ("one", "two"):
        (tmp_path / job).mkdir()
        (tmp_path / job / "video.mp4").write_bytes(b"x" * 100)
        cache.note_use(job)
    cache.note_use("one")
    (tmp_path / "three").mkdir()
    (tmp_path / "three/video.mp4").write_bytes(b"x" * 100)
    cache.note_use("three")
    assert {path.name for path in tmp_path.iterdir()} == {"own", "one", "three"}


def test_a_copy_that_made_room_is_fetched_again(tmp_path: Path, url: str) -> None:
    here = new_store(tmp_path / "here", url)
    here.result("job", "video.mp4").write_bytes(b"a video")
    here.keep_results("job")
    here.forget_here("job")
    video = here.bring_result("job", "video.mp4")
    assert video is not None
    assert video.read_bytes() == b"a video"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("oss://bucket/films", r"R2V_STORAGE_URL \(oss://\) needs the package ossfs"),
        ("kling://bucket", r"R2V_STORAGE_URL \(kling://\) is no store that fsspec can open"),
        ("s3://no-such-bucket/films", r"R2V_STORAGE_URL \(s3://\) can't be used"),
        ("http://anna:hunter2@127.0.0.1:9/films", r"R2V_STORAGE_URL \(http://\) can't be used"),
        ("file:///proc/films", r"R2V_STORAGE_URL \(file://\) can't be used"),
    ],
)
def test_a_store_that_can_not_be_used_stops_the_start_with_a_sentence(s3: str, wrong: str, said: str) -> None:
    assert s3
    with pytest.raises(SettingsError, match=said) as told:
        open_storage(Secret(wrong))
    assert told.value.failure.field == "R2V_STORAGE_URL"
    assert "hunter2" not in str(told.value)


def test_a_store_that_goes_away_is_told_without_its_address(tmp_path: Path) -> None:
    place = tmp_path / "films of anna"
    storage = Storage(Secret(f"file://{place}"))
    storage.prove()
    place.rename(tmp_path / "elsewhere")
    place.write_bytes(b"in the way")
    with pytest.raises(StorageError, match="can't be written to") as told:
        storage.put(Path(__file__), "results/job/video.mp4")
    assert told.value.failure.retryable
    assert "anna" not in str(told.value)


def test_a_store_that_can_not_be_read_is_left_alone_for_a_while(tmp_path: Path) -> None:
    storage = Storage(Secret(f"http://anna:hunter2@127.0.0.1:{free_port()}/films"))
    with pytest.raises(StorageError, match=r"can't be read \(Client\w+Error\)") as told:
        storage.bring("results/job/video.mp4", tmp_path / "video.mp4")
    assert "hunter2" not in str(told.value)
    with pytest.raises(StorageError, match="it was away a moment ago"):
        storage.bring("results/job/video.mp4", tmp_path / "video.mp4")
    assert not (tmp_path / "video.mp4").exists()
