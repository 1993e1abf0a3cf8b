"""A bundle: whole to whoever opens it, readable offline, and harmless whoever made it."""

import json
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from lib.errors import InputError
from lib.forms.catalog import load_catalog
from lib.forms.draft import Order, OrderFile, OrderItem
from lib.jobs.bundle import members, zipped
from lib.jobs.finishing import finish
from lib.jobs.record import JobState, Record
from lib.jobs.store import JobStore
from lib.jobs.unbundle import open_bundle
from lib.media import FactsCache, content_hash
from lib.providers.provider import Ticket
from lib.tokens import as_root_style
from tests.jobs.builders import new_order, new_record
from tests.makers import make_clip, make_picture, make_voice

FORM = load_catalog().default


def order_file(path: Path, name: str) -> OrderFile:
    facts = FactsCache().facts(path)
    return OrderFile(
        sha256=facts.sha256,
        name=name,
        format=facts.format,
        mime=facts.mime,
        size_bytes=facts.size_bytes,
        seconds=facts.seconds,
    )


@pytest.fixture
def made(tmp_path: Path) -> tuple[Record, JobStore]:
    """A job with two pictures, a clip, a voice and a first frame, and its video."""
    store = JobStore.under(tmp_path)
    paths = {
        "anna": make_picture(tmp_path / "1.png"),
        "cup": make_picture(tmp_path / "2.jpg", width=500),
        "walk": make_clip(tmp_path / "3.mp4"),
        "voice": make_voice(tmp_path / "4.wav"),
        "room": make_picture(tmp_path / "5.webp", width=700),
    }
    anna = order_file(paths["anna"], "../Anna <b>& co.png")
    files = {name: order_file(path, f"{name}{path.suffix}") for name, path in paths.items()} | {"anna": anna}
    media = (
        OrderItem(field="reference_image", file=files["anna"], voice=files["voice"]),
        OrderItem(field="reference_video", file=files["walk"]),
        OrderItem(field="reference_image", file=files["cup"]),
        OrderItem(field="first_frame", file=files["room"]),
    )
    order = replace(new_order("Image 1 <script>alert(1)</script> walks.", seed=0), media=media)
    ticket = Ticket(service="sandbox", base_url="http://127.0.0.1", task_id="sandbox-1")
    record = replace(new_record("a" * 32, state=JobState.SUCCEEDED, video="video.mp4", ticket=ticket), order=order)
    for name, file in files.items():
        store.take_in(record.job, file, paths[name])
    finish(store, record, make_clip(store.result(record.job, "video.mp4"), seconds=2), ended=2000.0)
    return record, store


def saved(record: Record, store: JobStore, target: Path) -> Path:
    target.write_bytes(b"".join(zipped(members(record, FORM, store), moment=record.created)))
    return target


@pytest.fixture
def bundle(made: tuple[Record, JobStore], tmp_path: Path) -> Path:
    return saved(*made, tmp_path / "bundle.zip")


def test_it_holds_the_video_its_story_and_the_references_by_readable_names(
    bundle: Path, made: tuple[Record, JobStore]
) -> None:
    record, store = made
    with zipfile.ZipFile(bundle) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "video.mp4",
            "poster.jpg",
            "index.html",
            "video.json",
            "references/Image 1 Anna b co.png",
            "references/Image 1 voice voice.wav",
            "references/Video 1 walk.mp4",
            "references/Image 2 cup.jpeg",
            "references/First frame room.webp",
        ]
        assert archive.read("video.mp4") == (store.results / record.job / "video.mp4").read_bytes()
        told = json.loads(archive.read("video.json"))
        page = archive.read("index.html").decode()
    assert Order.from_json(told) == record.order
    assert record.job not in json.dumps(told)
    assert as_root_style() in page, "the colours of its page are those of assets/tokens.css"


def test_opened_again_every_file_is_the_same_by_its_hash(
    bundle: Path, made: tuple[Record, JobStore], tmp_path: Path
) -> None:
    opened = open_bundle(bundle, tmp_path / "opened")
    assert opened is not None
    assert opened.provenance.order == made[0].order
    assert set(opened.files) == {file.sha256 for file in made[0].order.files()}
    for sha256, path in opened.files.items():
        assert content_hash(path) == sha256
        assert path.parent == tmp_path / "opened"


def test_a_reference_that_is_gone_is_left_out_and_said(made: tuple[Record, JobStore], tmp_path: Path) -> None:
    record, store = made
    gone = record.order.media[0].file
    store.input(record.job, gone).unlink()
    bundle = saved(record, store, tmp_path / "bundle.zip")
    opened = open_bundle(bundle, tmp_path / "opened")
    assert opened is not None
    assert gone.sha256 not in opened.files
    assert len(opened.files) == 4
    with zipfile.ZipFile(bundle) as archive:
        assert "Not in this bundle" in archive.read("index.html").decode()


def rewritten(bundle: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """Give the bundle with its JSON and its entries changed by somebody who means harm."""
    with zipfile.ZipFile(bundle) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(entries["video.json"])
    change(told, entries)
    entries["video.json"] = json.dumps(told).encode()
    target = bundle.with_name("harm.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target


def test_a_name_never_becomes_a_path(bundle: Path, made: tuple[Record, JobStore], tmp_path: Path) -> None:
    first = made[0].order.media[0].file.sha256

    def climb(told: dict[str, Any], entries: dict[str, bytes]) -> None:
        entries["../../escaped.png"] = entries.pop(told["files"][first])
        told["files"][first] = "../../escaped.png"

    opened = open_bundle(rewritten(bundle, climb), tmp_path / "deep" / "opened")
    assert opened is not None
    assert opened.files[first].parent == tmp_path / "deep" / "opened"
    assert not list(tmp_path.rglob("escaped*"))


def test_another_content_than_the_story_names_is_left_out(
    bundle: Path, made: tuple[Record, JobStore], tmp_path: Path
) -> None:
    first = made[0].order.media[0].file.sha256

    def swap(told: dict[str, Any], entries: dict[str, bytes]) -> None:
        entries[told["files"][first]] = b"#!/bin/sh"

    opened = open_bundle(rewritten(bundle, swap), tmp_path / "opened")
    assert opened is not None
    assert first not in opened.files
    assert first not in {path.stem for path in (tmp_path / "opened").iterdir()}


def test_a_bomb_is_refused(bundle: Path, made: tuple[Record, JobStore], tmp_path: Path) -> None:
    first = made[0].order.media[0].file.sha256

    def swell(told: dict[str, Any], entries: dict[str, bytes]) -> None:
        entries[told["files"][first]] = bytes(60 << 20)

    with pytest.raises(InputError, match="larger than any form takes"):
        open_bundle(rewritten(bundle, swell), tmp_path / "opened")


def test_a_directory_of_thousands_is_not_read(bundle: Path, tmp_path: Path) -> None:
    def fill(_: dict[str, Any], entries: dict[str, bytes]) -> None:
        entries |= {str(number): b"" for number in range(3000)}

    assert open_bundle(rewritten(bundle, fill), tmp_path / "opened") is None


def test_a_link_in_it_is_refused(bundle: Path, made: tuple[Record, JobStore], tmp_path: Path) -> None:
    first = made[0].order.media[0].file.sha256
    with zipfile.ZipFile(bundle) as archive:
        told = json.loads(archive.read("video.json"))
    target = tmp_path / "harm.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("video.json", json.dumps(told))
        link = zipfile.ZipInfo(told["files"][first])
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InputError, match="no plain file"):
        open_bundle(target, tmp_path / "opened")


def test_half_of_it_and_damage_are_told(bundle: Path, tmp_path: Path) -> None:
    whole = bundle.read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])
    assert open_bundle(half, tmp_path / "opened") is None
    damaged = bytearray(whole)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        start = archive.getinfo("references/Image 2 cup.jpeg").header_offset
    struct.pack_into("<64s", damaged, start + 200, bytes(64))
    broken = tmp_path / "broken.zip"
    broken.write_bytes(damaged)
    with pytest.raises(InputError, match="damaged"):
        open_bundle(broken, tmp_path / "opened2")


@pytest.mark.parametrize("name", ["plain.zip", "empty.zip", "text.zip", "nowhere.zip"])
def test_what_is_no_bundle_is_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "text.zip":
        path.write_text("this is a text")
    elif name != "nowhere.zip":
        with zipfile.ZipFile(path, "w") as archive:
            if name == "plain.zip":
                archive.writestr("video.json", "{}")
    assert open_bundle(path, tmp_path / "opened") is None
