"""wan2.7-r2v: up to five references become a video with sound.

Limits: Model Studio's page of the model (`api-facts.md` section 2, confidence A unless said); prices: section 4.
"""

from dataclasses import replace

from lib.facts import Kind
from lib.forms.fields import MIB, Between, Citation, MediaRule, OneFile, References, Tighter, Voices
from lib.forms.form import ClipBilling, ModelForm, ReferenceCount
from lib.forms.wan27 import (
    CLIP,
    DURATION,
    NEGATIVE_PROMPT,
    PICTURE,
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

VOICE = MediaRule(
    kind=Kind.SOUND,
    formats=("wav", "mp3"),
    max_bytes=15 * MIB,
    seconds=Between(minimum=1, maximum=10, unit="s"),
    source="section 2, reference_voice",
)

FORM = ModelForm(
    id="wan2.7-r2v",
    title="Wan 2.7 reference to video",
    summary="Up to five pictures and clips, voices for who speaks, a first frame.",
    fields=(
        replace(
            PROMPT,
            help='What happens, citing the references: "Image 1 hands Video 1 a cup of tea."',
            required=True,
        ),
        References(
            name="reference_image",
            label="Pictures",
            help="One person, thing or place each; a storyboard grid counts as one.",
            path=("input", "media"),
            rule=PICTURE,
            citation=Citation(english="Image", chinese="图"),
            max_items=5,
        ),
        References(
            name="reference_video",
            label="Clips",
            help="One person each; the clip's own sound gives the voice unless one is added.",
            path=("input", "media"),
            rule=CLIP,
            citation=Citation(english="Video", chinese="视频"),
            max_items=5,
        ),
        Voices(
            name="reference_voice",
            label="Voice",
            help="A clear single voice. Only its timbre is used: the words come from the prompt.",
            path=("input", "media"),
            rule=VOICE,
            of=("reference_image", "reference_video"),
        ),
        OneFile(
            name="first_frame",
            label="First frame",
            help="The picture on which the video opens; it sets the aspect, and the prompt does not number it.",
            path=("input", "media"),
            # No limits are printed for it; the same as a reference picture is what other clients assume (7.6).
            rule=PICTURE,
        ),
        NEGATIVE_PROMPT,
        RESOLUTION,
        replace(RATIO, help="Width to height. A first frame decides instead where one is given."),
        replace(DURATION, tighter=(Tighter(when_given="reference_video", maximum=10),)),
        PROMPT_EXTEND,
        WATERMARK,
        SEED,
    ),
    references=ReferenceCount(lists=("reference_image", "reference_video"), minimum=1, maximum=5),
    pixels=PIXELS,
    prices=PRICES,
    # At most 5 s of the clips in all, shared evenly: confidence C, so a cost with clips is a range (7.11).
    clip_billing=ClipBilling(lists=("reference_video",), budget_seconds=5),
    services=("sandbox", "dashscope", "modelstream"),
    regions=REGIONS,
    ratio_ignored_with="first_frame",
    versions=("wan2.7-r2v-2026-06-12",),
)
