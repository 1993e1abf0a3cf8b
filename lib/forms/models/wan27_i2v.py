"""wan2.7-i2v: a video from its first frame on, between two frames, or on from a clip (`api-facts.md` 5.1 and 5.5).

No source says that the clip is billed beside the video, as it is by wan2.7-videoedit; the duration includes it.
"""

from dataclasses import replace

from lib.facts import Kind
from lib.forms.fields import MIB, Between, MediaRule, OneFile
from lib.forms.form import ModelForm
from lib.forms.wan27 import (
    DRIVING_SOUND,
    DURATION,
    NEGATIVE_PROMPT,
    PICTURE,
    PRICES,
    PROMPT,
    PROMPT_EXTEND,
    REGIONS,
    RESOLUTION,
    SEED,
    WATERMARK,
)

FORM = ModelForm(
    id="wan2.7-i2v",
    title="Wan 2.7 image to video",
    summary="Bring the first frame, or a clip to go on from. Get the film.",
    fields=(
        replace(PROMPT, help="What happens after the first frame or the clip."),
        OneFile(
            name="first_frame",
            label="First frame",
            help="The picture on which the video opens; it sets the aspect.",
            path=("input", "media"),
            rule=PICTURE,
        ),
        OneFile(
            name="last_frame",
            label="Last frame",
            help="The picture on which the video ends.",
            path=("input", "media"),
            rule=PICTURE,
        ),
        OneFile(
            name="first_clip",
            label="First clip",
            help="A clip from which the video goes on; the duration includes it.",
            path=("input", "media"),
            # Neither sides nor aspect are printed for it.
            rule=MediaRule(
                kind=Kind.CLIP,
                formats=("mp4", "mov"),
                max_bytes=100 * MIB,
                seconds=Between(minimum=2, maximum=10, unit="s"),
                source="section 5.5",
            ),
        ),
        OneFile(
            name="driving_audio",
            label="Driving sound",
            help="Speech or music that the video follows; without one the model makes its own.",
            path=("input", "media"),
            rule=DRIVING_SOUND,
        ),
        NEGATIVE_PROMPT,
        RESOLUTION,
        replace(DURATION, includes="first_clip"),
        PROMPT_EXTEND,
        WATERMARK,
        SEED,
    ),
    permitted_sets=(
        ("first_frame",),
        ("first_frame", "driving_audio"),
        ("first_frame", "last_frame"),
        ("first_frame", "last_frame", "driving_audio"),
        ("first_clip",),
        ("first_clip", "last_frame"),
    ),
    prices=PRICES,
    regions=REGIONS,
    versions=("wan2.7-i2v-2026-04-25",),
)
