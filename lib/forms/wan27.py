"""The rows, rules and prices that every model of Wan 2.7 shares (`api-facts.md` sections 2, 4 and 5)."""

from lib.facts import Kind
from lib.forms.fields import MIB, Between, Choice, Flag, MediaRule, Seed, Text, WholeNumber
from lib.forms.form import Price

PICTURE = MediaRule(
    kind=Kind.PICTURE,
    formats=("jpeg", "png", "bmp", "webp"),
    max_bytes=20 * MIB,
    sides=Between(minimum=240, maximum=8000, unit="px"),
    widest=8,
    source="section 2, reference_image",
)
CLIP = MediaRule(
    kind=Kind.CLIP,
    formats=("mp4", "mov"),
    max_bytes=100 * MIB,
    sides=Between(minimum=240, maximum=4096, unit="px"),
    widest=8,
    seconds=Between(minimum=1, maximum=30, unit="s"),
    source="section 2, reference_video",
)
# A sound that the video follows: t2v's audio_url and i2v's driving_audio have the same limits.
DRIVING_SOUND = MediaRule(
    kind=Kind.SOUND,
    formats=("wav", "mp3"),
    max_bytes=15 * MIB,
    seconds=Between(minimum=2, maximum=30, unit="s"),
    source="sections 5.4 and 5.5",
)

PROMPT = Text(
    name="prompt",
    label="Prompt",
    help="What happens.",
    path=("input", "prompt"),
    max_chars=5000,
    lines=5,
)
NEGATIVE_PROMPT = Text(
    name="negative_prompt",
    label="Negative prompt",
    help="What must not be seen.",
    path=("input", "negative_prompt"),
    max_chars=500,
    lines=2,
    level="more",
)
RESOLUTION = Choice(
    name="resolution",
    label="Resolution",
    help="A second at 1080P costs more than one at 720P.",
    path=("parameters", "resolution"),
    choices=("720P", "1080P"),
    default="1080P",
)
RATIO = Choice(
    name="ratio",
    label="Ratio",
    help="Width to height.",
    path=("parameters", "ratio"),
    choices=("16:9", "9:16", "1:1", "4:3", "3:4"),
    default="16:9",
)
DURATION = WholeNumber(
    name="duration",
    label="Duration",
    help="Length of the video.",
    path=("parameters", "duration"),
    minimum=2,
    maximum=15,
    default=5,
    unit="s",
)
PROMPT_EXTEND = Flag(
    name="prompt_extend",
    label="Extend the prompt",
    help="A language model writes the prompt out. Helps short prompts, adds a little time.",
    path=("parameters", "prompt_extend"),
    default=True,
    level="more",
)
WATERMARK = Flag(
    name="watermark",
    label="Watermark",
    help="A mark at the bottom right says that the video is made by AI.",
    path=("parameters", "watermark"),
    default=False,
    level="more",
)
SEED = Seed(
    name="seed",
    label="Seed",
    help="The same seed gives a similar video, not the same. Empty: a random one.",
    path=("parameters", "seed"),
    minimum=0,
    maximum=2147483647,
    level="more",
)

# Section 2.3; the 4:3 and 3:4 sizes are not settled between sources, so they are shown as "about".
PIXELS = {
    ("720P", "16:9"): (1280, 720),
    ("720P", "9:16"): (720, 1280),
    ("720P", "1:1"): (960, 960),
    ("720P", "4:3"): (1104, 832),
    ("720P", "3:4"): (832, 1104),
    ("1080P", "16:9"): (1920, 1080),
    ("1080P", "9:16"): (1080, 1920),
    ("1080P", "1:1"): (1440, 1440),
    ("1080P", "4:3"): (1648, 1248),
    ("1080P", "3:4"): (1248, 1648),
}

# Other regions are not documented for these models (conflict 4 of section 7).
REGIONS = ("cn-beijing", "ap-southeast-1")
PRICES = (
    Price(
        service="dashscope",
        region="cn-beijing",
        currency="CNY",
        per_second={"720P": 0.6, "1080P": 1.0},
        as_of="2026-10",
    ),
    Price(
        service="dashscope",
        region="ap-southeast-1",
        currency="CNY",
        per_second={"720P": 0.733924, "1080P": 1.100886},
        as_of="2026-10",
    ),
)
