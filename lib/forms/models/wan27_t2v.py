"""wan2.7-t2v: words alone become a video, and a sound can drive it (`api-facts.md` 5.1 and 5.4)."""

from lib.forms.fields import OneFile, Text, WholeNumber
from lib.forms.form import ModelForm
from lib.forms.wan27 import (
    DRIVING_SOUND,
    NEGATIVE_PROMPT,
    PIXELS,
    PRICES,
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
        Text(
            name="prompt",
            label="Prompt",
            help="What happens, who is there and what is said.",
            path=("input", "prompt"),
            max_chars=5000,
            required=True,
            lines=5,
        ),
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
        WholeNumber(
            name="duration",
            label="Duration",
            help="Length of the video.",
            path=("parameters", "duration"),
            minimum=2,
            maximum=15,
            default=5,
            unit="s",
        ),
        PROMPT_EXTEND,
        WATERMARK,
        SEED,
    ),
    pixels=PIXELS,
    prices=PRICES,
    regions=REGIONS,
    versions=("wan2.7-t2v-2026-06-12", "wan2.7-t2v-2026-04-25"),
)
