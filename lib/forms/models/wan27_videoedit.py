"""wan2.7-videoedit: a clip is changed as the words and up to four pictures say (`api-facts.md` 5.1 and 5.6, C)."""

from dataclasses import replace

from lib.forms.fields import Between, Choice, Citation, Follows, OneFile, References
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

FORM = ModelForm(
    id="wan2.7-videoedit",
    title="Wan 2.7 video edit",
    summary="Bring a clip. Say what should be different.",
    fields=(
        replace(
            PROMPT,
            help="What should be different: the style, somebody's clothes, what stands in the background.",
        ),
        OneFile(
            name="video",
            label="Clip",
            help="The clip that is changed.",
            path=("input", "media"),
            rule=replace(CLIP, seconds=Between(minimum=2, maximum=10, unit="s"), source="section 5.6"),
            required=True,
        ),
        References(
            name="reference_image",
            label="Pictures",
            help="What the change takes over: clothes, a thing, a style.",
            path=("input", "media"),
            rule=PICTURE,
            # No source says how they are named, so a picture that the prompt does not cite is not worth a word.
            citation=Citation(english="Image", chinese="图", expected=False),
            max_items=4,
        ),
        NEGATIVE_PROMPT,
        RESOLUTION,
        replace(RATIO, default="", none="As the clip"),
        replace(
            DURATION,
            help="How much of the clip, from its beginning; 0 keeps all of it.",
            maximum=10,
            default=0,
            follows=Follows(value=0, file="video"),
        ),
        Choice(
            name="audio_setting",
            label="Sound",
            help="origin keeps the clip's own sound; auto lets the model decide by the prompt.",
            path=("parameters", "audio_setting"),
            choices=("auto", "origin"),
            default="auto",
            level="more",
        ),
        PROMPT_EXTEND,
        WATERMARK,
        SEED,
    ),
    # One gateway says three (7.14).
    references=ReferenceCount(lists=("reference_image",), minimum=0, maximum=4),
    pixels=PIXELS,
    prices=PRICES,
    clip_billing=ClipBilling(lists=("video",)),
    regions=REGIONS,
)
