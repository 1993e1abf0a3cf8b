"""The examples of an empty page: each fills the whole form with one click, and shows the animatic that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lib.forms.fields import Scalar
from lib.forms.form import ModelForm
from lib.ui.language.visitor import CHINESE, ENGLISH
from lib.ui.records import file_url
from lib.ui.restore import Restored, copied, marked
from lib.ui.tray_cards import Card, new_card, new_file
from lib.ui.uploads import new_folder

FOLDER = Path(__file__).parents[2] / "assets" / "starters"


@dataclass(frozen=True, kw_only=True)
class StarterPicture:
    """A picture of an example, and the voice that goes with it; both are names in `assets/starters`."""

    picture: str
    voice: str = ""


@dataclass(frozen=True, kw_only=True)
class Starter:
    """One example.

    Attributes:
        id: its name, and that of its animatic and poster in `assets/starters`.
        title: what it shows, in a few words.
        prompt: what happens, by language.
        pictures: the references in their order.
        values: the settings that differ from the model's own.
    """

    id: str
    title: str
    prompt: Mapping[str, str]
    pictures: tuple[StarterPicture, ...]
    values: Mapping[str, Scalar] = field(default_factory=dict)


STARTERS = (
    Starter(
        id="one",
        title="One character",
        prompt={
            ENGLISH: "Scene 1 [0-2s]: Image 1 looks out over the valley at dusk, its scarf moving in the wind. "
            "Scene 2 [2-4s]: Image 1 turns to the camera and smiles.",
            CHINESE: "第1个镜头[0-2s]：黄昏，图1望着山谷，围巾在风中飘动。第2个镜头[2-4s]：图1转向镜头，微微一笑。",
        },
        pictures=(StarterPicture(picture="fox.jpg"),),
        values={"resolution": "720P", "duration": 4},
    ),
    Starter(
        id="two",
        title="Two who talk",
        prompt={
            ENGLISH: 'Scene 1 [0-3s]: In a kitchen, Image 1 asks, "Will it rain today?" '
            'Scene 2 [3-6s]: Image 2 lifts the teapot and answers, "Not before tea."',
            CHINESE: "第1个镜头[0-3s]：厨房里，图1问：“今天会下雨吗？”"
            "第2个镜头[3-6s]：图2举起茶壶，答道：“喝完茶再下。”",
        },
        pictures=(
            StarterPicture(picture="ada.jpg", voice="ada.mp3"),
            StarterPicture(picture="robot.jpg", voice="robot.mp3"),
        ),
        values={"resolution": "720P", "duration": 6},
    ),
    Starter(
        id="grid",
        title="A storyboard grid",
        prompt={
            ENGLISH: "Follow the four panels of Image 1 in order: a paper boat leaves the harbour, rides a great wave, "
            "sails through a moonlit night and reaches the lighthouse.",
            CHINESE: "按图1的四格分镜依次展开：纸船离开港口，越过大浪，驶过月夜，抵达灯塔。",
        },
        pictures=(StarterPicture(picture="voyage.jpg"),),
        values={"resolution": "720P", "duration": 5},
    ),
)


def starter(name: str) -> Starter | None:
    """Give an example by its id, None for a name that is none's."""
    return next((one for one in STARTERS if one.id == name), None)


def starters_view() -> list[dict[str, str]]:
    """Give what the empty page shows of them."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "src": file_url(FOLDER / f"{one.id}.mp4"),
            "poster": file_url(FOLDER / f"{one.id}.jpg"),
        }
        for one in STARTERS
    ]


def filled(one: Starter, form: ModelForm, language: str = ENGLISH) -> Restored:
    """Give the form that an example fills in, its files copied to where uploads lie. Raises StorageError."""
    folder = new_folder("starter")
    asked = {row.name: form.default(row.name) for row in form.scalars()}
    return Restored(
        model=form.id,
        values={**asked, **one.values, "prompt": one.prompt[language]},
        references=tuple(marked([_card(shown, folder) for shown in one.pictures])),
        singles={},
        missing=(),
    )


def _card(shown: StarterPicture, folder: Path) -> Card:
    path, spoken = _copied(shown.picture, folder), shown.voice
    voice = new_file(_copied(spoken, folder), spoken) if spoken else None
    return new_card("", path, shown.picture, kind="picture", size=path.stat().st_size, voice=voice)


def _copied(name: str, folder: Path) -> Path:
    return copied(FOLDER / name, folder / name)
