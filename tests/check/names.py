"""Odd names: what a file is called never decides anything."""

from dataclasses import replace

from tests.check.table import PHOTO, SPEECH, WALK, Row, clip, holding, image, picture, video, voice

# With the suffix that is put behind them, each fits the 255 bytes that a disk allows.
ODD = (
    "two words",
    " leading and trailing ",
    'it\'s "quoted"',
    "<b>bold<b>",
    "<img src=x onerror=alert(1)>",
    "a&b=c?d#e%20f",
    "照片",
    "صورة",
    "🎬🎬🎬",
    "new\nline",
    "-rf",
    "..",
    "$(id)`id`",
    "{label}%s%n",
    "[0]",
    "a" * 200,
    "长" * 80,
)
# No disk holds these, but a browser may send them.
SENT = ("照" * 200, "../../etc/passwd", "C:\\fakepath\\a.jpg", "", ".", "a\0b")

ROWS = (
    *(Row(name=f"picture {name!r:.40}", given=(image(picture(f"{name}.png", like=".png")),)) for name in ODD),
    *(Row(name=f"clip {name!r:.40}", given=(video(clip(f"{name}.mp4", like=".mp4")),)) for name in ODD),
    *(Row(name=f"voice {name!r:.40}", given=(image(PHOTO, voice(f"{name}.wav", like=".wav")),)) for name in ODD),
    *(Row(name=f"sent {name!r:.40}", given=(image(replace(PHOTO, known_as=name)),)) for name in SENT),
    *(
        Row(
            name=f"voice without a reference {name!r:.40}",
            given=(video(WALK),),
            stray=(replace(SPEECH, known_as=name),),
            expected=("reference_voice[1] error voice.stray",),
        )
        for name in (*ODD, *SENT)
    ),
    Row(
        name="the same name for two",
        given=(image(picture("a.png")), image(picture("a.png", width=100))),
        expected=("reference_image[1] error media.sides",),
    ),
    Row(
        name="wrong under an odd name",
        given=(image(holding('<b>"照片"<b>.jpg', b"Once upon a time.")),),
        expected=("reference_image[0] error media.unrecognised",),
    ),
)
