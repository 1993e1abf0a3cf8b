"""A form that comes back is the form that was submitted, files by hash: from the history, its video and its bundle."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lib.errors import InputError
from lib.forms.catalog import load_catalog
from lib.forms.draft import Attached, Draft, Order, Upload
from lib.jobs.jobs import Jobs, JobsConfig
from lib.jobs.provenance import write_provenance
from lib.jobs.public_links import PublicLinks
from lib.jobs.record import JobState, Record
from lib.media import FactsCache, content_hash, write_comment
from lib.providers.dashscope import DashScope
from lib.sandbox import Sandbox, SandboxConfig
from lib.settings import Settings
from lib.ui.places import places
from lib.ui.reading import page_form, place
from lib.ui.restore import Restored, as_desk, from_file, from_record
from lib.ui.services import NOBODY, Services
from lib.ui.widgets import scalar_rows, shown_value, typed_value
from tests.makers import make_clip, make_picture, make_voice

FORM = load_catalog().default
PLACES = places(load_catalog())
AS_THE_TRAY_WRITES = ("id", "path", "name", "url", "kind", "size", "original", "voice", "called", "parts")
_PAUSE = threading.Event()


@dataclass(frozen=True, kw_only=True)
class Made:
    """A finished job, and its video and bundle as they are downloaded."""

    record: Record
    video: Path
    bundle: Path


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    (tmp_path / "cache").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    with Sandbox(SandboxConfig(data_dir=tmp_path / "sandbox", scale=0.25, speed=20.0)) as sandbox:
        client = DashScope()
        config = JobsConfig(data_dir=tmp_path / "data", pace=0.02)
        jobs = Jobs(config, load_catalog(), {"sandbox": client, "dashscope": client})
        made = Services(
            settings=Settings(data_dir=tmp_path / "data"),
            catalog=load_catalog(),
            facts=FactsCache(),
            jobs=jobs,
            sandbox_url=sandbox.base_url,
            links=PublicLinks(tmp_path / "data", ""),
        )
        jobs.start()
        yield made
        jobs.stop()


def full(folder: Path) -> Draft:
    """Give a form with every kind of file, in an order of its own, and every value other than its default."""
    anna, cup = make_picture(folder / "1.png"), make_picture(folder / "2.jpg", width=700)
    attached = (
        Attached(field="reference_image", upload=Upload(path=cup, name="cup.jpg")),
        Attached(
            field="reference_video",
            upload=Upload(path=make_clip(folder / "3.mp4"), name="a walk.mp4"),
            voice=Upload(path=make_voice(folder / "4.mp3"), name="Anna.mp3"),
        ),
        Attached(
            field="reference_image",
            upload=Upload(path=anna, name="安娜.png"),
            voice=Upload(path=make_voice(folder / "5.wav"), name="Anna again.wav"),
        ),
        Attached(field="first_frame", upload=Upload(path=make_picture(folder / "6.webp"), name="room.webp")),
    )
    values = {
        "prompt": "Image 2 <b>walks</b> & Video 1 drinks from Image 1.\n“Scene 2”",
        "negative_prompt": "rain",
        "resolution": "720P",
        "ratio": "3:4",
        "duration": 2,
        "prompt_extend": False,
        "watermark": True,
        "seed": 0,
    }
    return Draft(model=FORM.id, values=values, attached=attached)


def least(folder: Path) -> Draft:
    anna = Upload(path=make_picture(folder / "1.png"), name="anna.png")
    values = {"prompt": "Image 1 waves.", "resolution": "720P", "duration": 2}
    return Draft(model=FORM.id, values=values, attached=(Attached(field="reference_image", upload=anna),))


def made_of(services: Services, draft: Draft, folder: Path) -> Made:
    record = services.submit(draft, "sandbox", replace(NOBODY, visitor="anna"))
    for _ in range(3000):
        record = services.jobs.get(record.job)
        if record.state.ended:
            break
        _PAUSE.wait(0.02)
    assert record.state is JobState.SUCCEEDED, record
    path = services.jobs.video_path(record)
    assert path is not None
    video, bundle = folder / "video.mp4", folder / "bundle.zip"
    video.write_bytes(path.read_bytes())
    bundle.write_bytes(b"".join(services.jobs.results.bundle(record)))
    return Made(record=record, video=video, bundle=bundle)


def order_of(services: Services, form: Restored) -> Order:
    """Read a restored form as the page is read, and judge it as the page is judged."""
    own = services.form(form.model)
    page = page_form(as_desk(form, own, PLACES), own, PLACES)
    checked = services.check(place(page, services.facts).draft, services.tariff("sandbox"))
    assert checked.order is not None, checked.findings
    return checked.order


def found(services: Services, path: Path, visitor: str) -> Restored:
    form = from_file(services, path, visitor)
    assert form is not None
    return form


WAYS: dict[str, Callable[[Services, Made], Restored]] = {
    "history": lambda services, made: from_record(services, made.record),
    "video": lambda services, made: found(services, made.video, "anna"),
    "bundle": lambda services, made: found(services, made.bundle, "anna"),
    "a stranger's bundle": lambda services, made: found(services, made.bundle, "somebody else"),
}


@pytest.mark.parametrize("draft_of", [full, least])
def test_every_way_gives_the_form_that_was_submitted(
    services: Services, tmp_path: Path, draft_of: Callable[[Path], Draft]
) -> None:
    made = made_of(services, draft_of(tmp_path), tmp_path)
    for name, way in WAYS.items():
        form = way(services, made)
        assert form.missing == (), name
        assert order_of(services, form) == made.record.order, name
        cards = [*form.references, *form.singles["first_frame"]]
        # Another order is another value to Gradio, and would be told as a change again and again.
        assert {tuple(card) for card in cards} == {AS_THE_TRAY_WRITES}, name
        paths = [held["path"] for card in cards for held in (card, card["voice"]) if held]
        files = [file.sha256 for item in made.record.order.media for file in (item.file, item.voice) if file]
        assert sorted(content_hash(Path(path)) for path in paths) == sorted(files), name
    again = from_record(services, made.record)
    assert {card["id"] for card in again.references}.isdisjoint(card["id"] for card in form.references)


def test_a_stranger_has_the_values_of_a_video_and_none_of_its_files(services: Services, tmp_path: Path) -> None:
    made = made_of(services, full(tmp_path), tmp_path)
    for visitor in ("somebody else", ""):
        form = found(services, made.video, visitor)
        assert (form.references, form.singles) == ((), {"first_frame": ()})
        assert len(form.missing) == 6
        assert form.missing[2] == "the voice of Video 1 (Anna.mp3)"
        assert form.regret.startswith("Not here any more, to be added again: Image 1 (cup.jpg), ")
        assert form.values == made.record.order.values


def test_a_file_that_is_gone_is_named_and_the_rest_comes_back(services: Services, tmp_path: Path) -> None:
    made = made_of(services, full(tmp_path), tmp_path)
    gone = made.record.order.media[2]
    for path in (tmp_path / "data" / "jobs" / made.record.job).glob(f"{gone.file.sha256}*"):
        path.unlink()
    form = from_record(services, made.record)
    assert form.missing == ("Image 2 (安娜.png)", "the voice of Image 2 (Anna again.wav)")
    assert len(form.references) == 2
    assert len(found(services, made.video, "anna").references) == 2
    assert len(found(services, made.bundle, "anna").references) == 3


def test_a_video_of_a_model_that_is_not_offered_says_so(services: Services, tmp_path: Path) -> None:
    made = made_of(services, least(tmp_path), tmp_path)
    other = replace(made.record, order=replace(made.record.order, model="wan9.9-r2v"))
    write_comment(made.video, tmp_path / "other.mp4", write_provenance(other, ended=2.0))
    with pytest.raises(InputError, match="not offered here"):
        from_file(services, tmp_path / "other.mp4", "anna")


def test_values_that_no_widget_shows_become_defaults(services: Services, tmp_path: Path) -> None:
    made = made_of(services, least(tmp_path), tmp_path)
    told = json.loads(write_provenance(made.record, ended=2.0))
    told["values"] = {"prompt": 7, "resolution": "9P", "duration": 1e9, "watermark": "yes", "seed": True, "x": "y"}
    write_comment(made.video, tmp_path / "odd.mp4", json.dumps(told))
    desk = as_desk(found(services, tmp_path / "odd.mp4", "anna"), FORM, PLACES)
    expected = {row.name: "" if row.name == "seed" else FORM.default(row.name) for row in FORM.scalars()}
    assert {row.name: desk.values[key] for key, row in PLACES.scalars_of(FORM).items()} == expected


def test_a_widgets_value_and_a_forms_value_are_one_and_the_same() -> None:
    values = {"prompt": "x", "negative_prompt": "", "ratio": "9:16", "duration": 7, "watermark": True, "seed": 0}
    for row in scalar_rows(FORM):
        value = values.get(row.name, FORM.default(row.name))
        assert typed_value(row, shown_value(row, value)) == value


def test_what_tells_nothing_is_none(services: Services, tmp_path: Path) -> None:
    assert from_file(services, make_clip(tmp_path / "a.mp4"), "anna") is None
    assert from_file(services, make_picture(tmp_path / "a.png"), "anna") is None
    text = tmp_path / "no.zip"
    text.write_bytes(b"PK and nothing else")
    assert from_file(services, text, "anna") is None
