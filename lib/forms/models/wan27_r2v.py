"""wan2.7-r2v: up to five references become a video with sound.

Limits: Model Studio's page of the model (`api-facts.md` section 2, confidence A unless said); prices: section 4.
"""

from lib.facts import Kind
from lib.forms.fields import (
    MIB,
    Between,
    Choice,
    Citation,
    Flag,
    MediaRule,
    OneFile,
    References,
    Seed,
    Text,
    Tighter,
    Voices,
    WholeNumber,
)
from lib.forms.form import ClipBilling, ModelForm, Price, ReferenceCount

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
    summary="Bring people, things and places. Say what happens. Get a film.",
    fields=(
        Text(
            name="prompt",
            label="Prompt",
            help='What happens, citing the references: "Image 1 hands Video 1 a cup of tea."',
            path=("input", "prompt"),
            max_chars=5000,
            required=True,
            lines=5,
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
        Text(
            name="negative_prompt",
            label="Negative prompt",
            help="What must not be seen.",
            path=("input", "negative_prompt"),
            max_chars=500,
            lines=2,
            level="more",
        ),
        Choice(
            name="resolution",
            label="Resolution",
            help="A second at 1080P costs more than one at 720P.",
            path=("parameters", "resolution"),
            choices=("720P", "1080P"),
            default="1080P",
        ),
        Choice(
            name="ratio",
            label="Ratio",
            help="Width to height. A first frame decides instead where one is given.",
            path=("parameters", "ratio"),
            choices=("16:9", "9:16", "1:1", "4:3", "3:4"),
            default="16:9",
        ),
        WholeNumber(
            name="duration",
            label="Duration",
            help="Length of the video.",
            path=("parameters", "duration"),
            minimum=2,
            maximum=15,
            default=5,
            unit="s",
            tighter=(Tighter(when_given="reference_video", maximum=10),),
        ),
        Flag(
            name="prompt_extend",
            label="Extend the prompt",
            help="A language model writes the prompt out. Helps short prompts, adds a little time.",
            path=("parameters", "prompt_extend"),
            default=True,
            level="more",
        ),
        Flag(
            name="watermark",
            label="Watermark",
            help="A mark at the bottom right says that the video is made by AI.",
            path=("parameters", "watermark"),
            default=False,
            level="more",
        ),
        Seed(
            name="seed",
            label="Seed",
            help="The same seed gives a similar video, not the same. Empty: a random one.",
            path=("parameters", "seed"),
            minimum=0,
            maximum=2147483647,
            level="more",
        ),
    ),
    references=ReferenceCount(lists=("reference_image", "reference_video"), minimum=1, maximum=5),
    # Section 2.3; the 4:3 and 3:4 sizes are not settled between sources, so they are shown as "about".
    pixels={
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
    },
    prices=(
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
    ),
    # At most 5 s of the clips in all, shared evenly: confidence C, so a cost with clips is a range (7.11).
    clip_billing=ClipBilling(lists=("reference_video",), budget_seconds=5),
    services=("sandbox", "dashscope", "modelstream"),
    ratio_ignored_with="first_frame",
)
