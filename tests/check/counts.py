"""How many files a form may hold, and which go together: 1 to 5 references, a first frame, a voice for each."""

from tests.check.table import (
    PHOTO,
    SPEECH,
    WALK,
    WIDE,
    Given,
    Row,
    clip,
    frame,
    holding,
    image,
    picture,
    video,
    voice,
)

NOTED = "ratio note ratio.ignored"
TOO_MANY = "error references.too_many"
ONE_PHOTO = image(PHOTO)
ONE_WALK = video(WALK)

ROWS = (
    Row(name="one picture", given=(ONE_PHOTO,)),
    Row(name="one clip", given=(ONE_WALK,)),
    Row(name="five pictures, the same file", given=(ONE_PHOTO,) * 5),
    Row(name="five clips, the same file", given=(ONE_WALK,) * 5),
    Row(name="five mixed", given=(ONE_PHOTO, ONE_WALK, ONE_PHOTO, ONE_WALK, ONE_PHOTO)),
    Row(name="five and a first frame", given=(*(ONE_PHOTO,) * 5, frame(WIDE)), expected=(NOTED,)),
    Row(name="six pictures", given=(ONE_PHOTO,) * 6, expected=(f"reference_image[5] {TOO_MANY}",)),
    Row(name="six clips", given=(ONE_WALK,) * 6, expected=(f"reference_video[5] {TOO_MANY}",)),
    Row(
        name="six mixed, the last a picture",
        given=(ONE_PHOTO, ONE_PHOTO, ONE_WALK, ONE_WALK, ONE_WALK, ONE_PHOTO),
        expected=(f"reference_image[2] {TOO_MANY}",),
    ),
    Row(
        name="six mixed, the last a clip",
        given=(*(ONE_PHOTO,) * 5, ONE_WALK),
        expected=(f"reference_video[0] {TOO_MANY}",),
    ),
    Row(name="seven pictures", given=(ONE_PHOTO,) * 7, expected=(f"reference_image[5] {TOO_MANY}",)),
    Row(
        name="six and a first frame",
        given=(frame(WIDE), *(ONE_PHOTO,) * 6),
        expected=(f"reference_image[5] {TOO_MANY}", NOTED),
    ),
    Row(
        name="six, one of them too small",
        given=(*(ONE_PHOTO,) * 5, image(picture(width=100))),
        expected=("reference_image[5] error media.sides", f"reference_image[5] {TOO_MANY}"),
    ),
    Row(name="nothing", given=(), expected=("reference_image error references.none",)),
    Row(
        name="nothing, and no words",
        given=(),
        values={"prompt": ""},
        expected=("prompt error text.empty", "reference_image error references.none"),
    ),
    Row(
        name="a first frame alone",
        given=(frame(WIDE),),
        expected=("reference_image error references.frame_alone", NOTED),
    ),
    Row(
        name="a small first frame alone",
        given=(frame(picture(width=160, height=90)),),
        expected=("reference_image error references.frame_alone", "first_frame error media.sides", NOTED),
    ),
    Row(name="a first frame that is a reference too", given=(image(WIDE), frame(WIDE)), expected=(NOTED,)),
    Row(name="a first frame before the references", given=(frame(WIDE), ONE_WALK, ONE_PHOTO), expected=(NOTED,)),
    Row(
        name="a voice for each of five",
        given=(*(image(PHOTO, SPEECH),) * 3, *(video(WALK, SPEECH),) * 2),
    ),
    Row(
        name="a voice without a reference",
        given=(ONE_PHOTO,),
        stray=(SPEECH,),
        expected=("reference_voice[1] error voice.stray",),
    ),
    Row(
        name="two voices without a reference",
        given=(ONE_PHOTO, ONE_WALK, frame(WIDE)),
        stray=(SPEECH, voice("b.mp3")),
        expected=("reference_voice[2] error voice.stray", "reference_voice[3] error voice.stray", NOTED),
    ),
    Row(
        name="a voice and nothing else",
        given=(),
        stray=(SPEECH,),
        expected=("reference_image error references.none", "reference_voice[0] error voice.stray"),
    ),
    Row(
        name="a last frame, which this model has not",
        given=(ONE_PHOTO, Given(field="last_frame", file=WIDE)),
        expected=("last_frame error field.not_taken",),
    ),
    Row(
        name="every file wrong in its own way",
        given=(
            video(clip(seconds=0.5)),
            image(picture("a.png", mode="RGBA")),
            image(holding("b.jpg", b""), voice(seconds=0.5)),
            frame(picture(width=160, height=90)),
            video(picture("c.png")),
        ),
        expected=(
            "reference_image[0] error media.alpha",
            "reference_image[1] error media.empty",
            "reference_video[0] error media.seconds",
            "reference_video[1] error media.kind",
            "reference_voice[1] error media.seconds",
            "first_frame error media.sides",
            NOTED,
        ),
    ),
    Row(
        name="every value wrong in its own way",
        given=(ONE_WALK,),
        values={
            "prompt": "x" * 5001,
            "negative_prompt": "x" * 501,
            "resolution": "4K",
            "ratio": "21:9",
            "duration": 99,
            "prompt_extend": "yes",
            "watermark": 1,
            "seed": -1,
        },
        expected=(
            "prompt error text.too_long",
            "negative_prompt error text.too_long",
            "resolution error choice.unknown",
            "ratio error choice.unknown",
            "duration error number.tighter",
            "prompt_extend error flag.not_flag",
            "watermark error flag.not_flag",
            "seed error number.range",
        ),
    ),
)
