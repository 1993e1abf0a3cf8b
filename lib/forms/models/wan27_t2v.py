"""wan2.7-t2v: words alone become a video, and a sound can drive it (`api-facts.md` 5.1 and 5.4)."""

from dataclasses import replace

from lib.forms.fields import OneFile
from lib.forms.form import ModelForm
from lib.forms.wan27 import (
    DRIVING_SOUND,
    DURATION,
    NEGATIVE_PROMPT,
    PIXELS,
    PRICES,
    PROMPT,
    PROMPT_EXTEND,
    RATIO,
    REGIONS,
    RESOLUTION,
    SEED,
    WATERMARK,
)

FORM = ModelForm(
    id="wan2.7-t2v",
    title="Wan 2.7 text to video",
    summary="Say what happens. Bring the sound, or let the model make it.",
    fields=(
        replace(PROMPT, help="What happens, who is there and what is said.", required=True),
        OneFile(
            name="audio_url",
            label="Driving sound",
            help="Speech or music that the video follows; without one the model makes its own.",
            path=("input", "audio_url"),
            rule=DRIVING_SOUND,
            link=True,
        ),
        NEGATIVE_PROMPT,
        RESOLUTION,
        RATIO,
        DURATION,
        PROMPT_EXTEND,
        WATERMARK,
        SEED,
    ),
    pixels=PIXELS,
    prices=PRICES,
    regions=REGIONS,
    versions=("wan2.7-t2v-2026-06-12", "wan2.7-t2v-2026-04-25"),
)
