"""Every parameter that is not a file, at its edges and of every wrong type (`api-facts.md` section 1.3)."""

from tests.check.table import ABSENT, PHOTO, WALK, Row, image, picture, video

NAN = float("nan")
INFINITE = 1e400
NO_NUMBERS: tuple[object, ...] = (True, False, "5", "five", "", None, [], [5], {}, {"value": 5})


def given(field: str, value: object, code: str = "", *, clip: bool = False) -> Row:
    """A form with this value, and with a clip for its reference where `clip`."""
    shown = "1e400" if value == INFINITE else "left out" if value is ABSENT else repr(value)[:40]
    files = (video(WALK),) if clip else (image(PHOTO),)
    expected = (f"{field} error {code}",) if code else ()
    name = f"{field} {shown}{' with a clip' * clip} ({type(value).__name__})"
    return Row(name=name, given=files, values={field: value}, expected=expected)


def fine(field: str, *values: object, clip: bool = False) -> tuple[Row, ...]:
    """A form for each of these values, which are taken."""
    return tuple(given(field, value, clip=clip) for value in values)


def wrong(field: str, code: str, *values: object, clip: bool = False) -> tuple[Row, ...]:
    """A form for each of these values, which are refused."""
    return tuple(given(field, value, code, clip=clip) for value in values)


DURATION = (
    *fine("duration", ABSENT, 2, 3, 5, 14, 15, 2.0, 15.0),
    *wrong("duration", "number.range", 1, 16, 0, -5, 1.0, 16.0, 1.999, 15.001, 10**20, -0.0, NAN, INFINITE, -INFINITE),
    *wrong("duration", "number.not_whole", 2.5, 5.000001, 14.999),
    *wrong("duration", "number.not_number", *NO_NUMBERS),
    *fine("duration", 2, 9, 10, 10.0, clip=True),
    *wrong("duration", "number.tighter", 11, 15, 16, 10.5, INFINITE, clip=True),
    *wrong("duration", "number.range", 1, 0, -1, NAN, clip=True),
    *wrong("duration", "number.not_whole", 9.5, clip=True),
    *wrong("duration", "number.not_number", "5", None, clip=True),
)

SEED = (
    *fine("seed", ABSENT, None, 0, 1, 2147483646, 2147483647, 0.0, -0.0, 7.0),
    *wrong("seed", "number.range", -1, 2147483648, -1.0, 10**20, NAN, INFINITE, -INFINITE),
    *wrong("seed", "number.not_whole", 0.5, 7.25),
    *wrong("seed", "number.not_number", True, False, "7", "", [], {"seed": 1}),
)

NOT_720P: tuple[object, ...] = (
    "720p",
    "1080p",
    "480P",
    " 720P",
    "720P\n",
    "720",
    720,
    "",
    None,
    True,
    ["720P"],
    {},
    NAN,
)
NO_RATIOS: tuple[object, ...] = ("21:9", "16:9 ", "16/9", "16\uff1a9", "", None, 1, 16 / 9, False, ["16:9"], {})
CHOICES = (
    *fine("resolution", "720P"),
    *wrong("resolution", "choice.unknown", *NOT_720P),
    *fine("ratio", ABSENT, "16:9", "9:16", "1:1", "4:3", "3:4"),
    *wrong("ratio", "choice.unknown", *NO_RATIOS),
)

NO_FLAGS: tuple[object, ...] = (1, 0, 0.0, "true", "yes", "", None, [], {}, NAN)
FLAGS = (
    *fine("prompt_extend", True, False, ABSENT),
    *wrong("prompt_extend", "flag.not_flag", *NO_FLAGS),
    *fine("watermark", True, False, ABSENT),
    *wrong("watermark", "flag.not_flag", *NO_FLAGS),
)


def negative(count: int, letter: str, *expected: str) -> Row:
    """A negative prompt of so many characters."""
    values = {"negative_prompt": letter * count}
    return Row(name=f"negative_prompt {count} {letter}", given=(image(PHOTO),), values=values, expected=expected)


TOO_LONG = "negative_prompt error text.too_long"
NEGATIVE_PROMPT = (
    *(row for one in "x字🎬" for row in (negative(499, one), negative(500, one), negative(501, one, TOO_LONG))),
    *fine("negative_prompt", "", "blurry", ABSENT, " ", "Image 9 and 图9"),
    *wrong("negative_prompt", "text.not_text", None, 5, True, ["blurry"], {}),
)

UNKNOWN = (
    *wrong("audio", "field.not_taken", True),
    *wrong("size", "field.not_taken", "1280*720"),
    *wrong("shot_type", "field.not_taken", "multi"),
    *wrong("Duration", "field.not_taken", 5),
    *wrong("", "field.not_taken", 5),
    *wrong("<b>时长</b>", "field.not_taken", 5),
    Row(
        name="two parameters of other models",
        given=(image(PHOTO),),
        values={"audio": True, "size": "1280*720"},
        expected=("audio error field.not_taken", "size error field.not_taken"),
    ),
    Row(
        name="everything left out but the prompt",
        given=(image(picture(width=640, height=480)),),
        values={"resolution": ABSENT},
    ),
)

ROWS = (*DURATION, *SEED, *CHOICES, *FLAGS, *NEGATIVE_PROMPT, *UNKNOWN)
