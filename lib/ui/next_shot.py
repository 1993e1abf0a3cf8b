"""The last frame of a video as the beginning of the next one: a reference more, or the first frame."""

import secrets
from dataclasses import replace

from lib.errors import Failure, InputError
from lib.forms.form import ModelForm
from lib.jobs.record import Record
from lib.media import last_frame
from lib.ui.desk import Card, Desk
from lib.ui.places import Places
from lib.ui.services import Services
from lib.ui.tray_cards import new_card
from lib.ui.uploads import new_folder

REFERENCE, FIRST_FRAME = "reference", "first_frame"
PLACES = (REFERENCE, FIRST_FRAME)
FILE_NAME = "last-frame.png"


def last_frame_card(services: Services, record: Record | None) -> Card:
    """Give the last frame of a job's video as a card of the tray. Raises InputError where there is no video."""
    video = services.jobs.video_path(record) if record is not None else None
    if video is None:
        raise InputError(
            Failure(
                code="Studio.NoVideo",
                message="There is no video whose last frame could be taken.",
                advice="Choose a finished video under Your videos.",
            )
        )
    folder = new_folder("frame")
    folder.mkdir(parents=True)
    path = last_frame(video, folder / FILE_NAME)
    return new_card(f"n{secrets.token_hex(4)}", path, FILE_NAME, kind="picture", size=path.stat().st_size)


def continued(desk: Desk, card: Card, form: ModelForm, places: Places, place: str) -> Desk:
    """Give the page with the card in its place. Raises InputError where the model has no such place."""
    if place == REFERENCE and any(form.lists()):
        return replace(desk, references=[*desk.references, card])
    key = next((key for key, row in places.singles_of(form).items() if row.name == FIRST_FRAME), None)
    if place == FIRST_FRAME and key is not None:
        return replace(desk, singles={**desk.singles, key: [card]})
    raise InputError(
        Failure(
            code="Studio.NoPlace",
            message=f"{form.title} takes no {place.replace('_', ' ')}.",
            advice="Choose another model above the form, and take the frame again.",
        )
    )
