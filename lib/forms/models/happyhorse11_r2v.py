"""happyhorse-1.1-r2v: one to nine pictures become a video (`api-facts.md` 5.1 and 5.8)."""

from dataclasses import replace

from lib.facts import Kind
from lib.forms.fields import MIB, Between, Choice, Citation, MediaRule, References, Text, WholeNumber
from lib.forms.form import ModelForm, Price, ReferenceCount
from lib.forms.wan27 import RESOLUTION, SEED, WATERMARK

FORM = ModelForm(
    id="happyhorse-1.1-r2v",
    title="HappyHorse 1.1 reference to video",
    summary="Bring up to nine pictures. Say what happens.",
    fields=(
        Text(
            name="prompt",
            label="Prompt",
            help='What happens, citing the pictures: "[Image 1] hands [Image 2] a cup of tea."',
            path=("input", "prompt"),
            max_chars=5000,
            # 5000 characters, or 2500 Chinese ones.
            han=2,
            required=True,
            lines=5,
        ),
        References(
            name="reference_image",
            label="Pictures",
            help="One person, thing or place each.",
            path=("input", "media"),
            rule=MediaRule(
                kind=Kind.PICTURE,
                formats=("jpeg", "png", "webp"),
                max_bytes=20 * MIB,
                sides=Between(minimum=400, unit="px"),
                # No source refuses a transparent picture.
                alpha=True,
                source="section 5.8",
            ),
            citation=Citation(english="Image", pattern="[{word} {number}]"),
            max_items=9,
        ),
        # 480P is in the price list and on no page of the form.
        RESOLUTION,
        Choice(
            name="ratio",
            label="Ratio",
            help="Width to height.",
            path=("parameters", "ratio"),
            choices=("16:9", "9:16", "3:4", "4:3", "4:5", "5:4", "1:1", "9:21", "21:9"),
            default="16:9",
        ),
        WholeNumber(
            name="duration",
            label="Duration",
            help="Length of the video.",
            path=("parameters", "duration"),
            minimum=3,
            maximum=15,
            default=5,
            unit="s",
        ),
        replace(WATERMARK, default=True),
        SEED,
    ),
    references=ReferenceCount(lists=("reference_image",), minimum=1, maximum=9),
    prices=(
        Price(
            service="dashscope",
            region="cn-beijing",
            currency="CNY",
            per_second={"720P": 0.9, "1080P": 1.2},
            as_of="2026-10",
        ),
    ),
    regions=("cn-beijing", "ap-southeast-1", "ap-northeast-1", "eu-central-1", "us-east-1"),
)
