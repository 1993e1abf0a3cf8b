"""What the other models ask for beyond wan2.7-r2v: sets of files, a clip that must be there, services and regions."""

from dataclasses import replace

from tests.check.table import PHOTO, SPEECH, WALK, WIDE, File, Given, Row, clip, frame, image, picture, video, voice

T2V, I2V, EDIT, HORSE = "wan2.7-t2v", "wan2.7-i2v", "wan2.7-videoedit", "happyhorse-1.1-r2v"
SOUND = voice("song.mp3", seconds=2.0)
LONG = clip("long.mp4", seconds=4.0)
LARGE = picture("large.jpg", width=400, height=400)


def single(field: str, file: File) -> Given:
    return Given(field=field, file=file)


FIRST, LAST, DRIVING, CLIP = (
    frame(WIDE),
    single("last_frame", WIDE),
    single("driving_audio", SOUND),
    single("first_clip", LONG),
)
EDITED = single("video", LONG)
HEARD = single("audio_url", SOUND)
UNSET = "error sets.together"

WORDS = (
    Row(name="words alone", given=(), model=T2V),
    Row(name="words and a sound", given=(HEARD,), model=T2V),
    Row(name="no words", given=(HEARD,), values={"prompt": " "}, expected=("prompt error text.empty",), model=T2V),
    Row(
        name="a sound of 1.9 s",
        given=(single("audio_url", voice(seconds=1.9)),),
        expected=("audio_url error media.seconds",),
        model=T2V,
    ),
    Row(
        name="a sound that nobody hears",
        given=(single("audio_url", voice(level_db=-120)),),
        expected=("audio_url warning sound.silent",),
        model=T2V,
    ),
    Row(name="two sounds", given=(HEARD, HEARD), expected=("audio_url error file.one",), model=T2V),
    Row(
        name="a picture for words alone",
        given=(image(PHOTO),),
        expected=("reference_image error field.not_taken",),
        model=T2V,
    ),
)
FRAMES = (
    Row(name="a first frame and no words", given=(FIRST,), values={"prompt": ""}, model=I2V),
    Row(name="a first frame and a sound", given=(FIRST, DRIVING), model=I2V),
    Row(name="a first and a last frame", given=(FIRST, LAST), model=I2V),
    Row(name="both frames and a sound", given=(FIRST, LAST, DRIVING), model=I2V),
    Row(name="a clip to go on from", given=(CLIP,), model=I2V),
    Row(name="a clip and a last frame", given=(CLIP, LAST), model=I2V),
    Row(name="nothing to begin with", given=(), expected=("first_frame error sets.none",), model=I2V),
    Row(name="a last frame alone", given=(LAST,), expected=(f"first_frame {UNSET}",), model=I2V),
    Row(name="a sound alone", given=(DRIVING,), expected=(f"first_frame {UNSET}",), model=I2V),
    Row(name="a frame and a clip", given=(FIRST, CLIP), expected=(f"first_clip {UNSET}",), model=I2V),
    Row(name="a clip and a sound", given=(CLIP, DRIVING), expected=(f"driving_audio {UNSET}",), model=I2V),
    Row(name="two first frames", given=(FIRST, FIRST), expected=("first_frame error file.one",), model=I2V),
    Row(
        name="a length that the clip fills",
        given=(CLIP,),
        values={"duration": 4},
        expected=("duration warning number.all_clip",),
        model=I2V,
    ),
    Row(name="a length beyond the clip", given=(CLIP,), values={"duration": 6}, model=I2V),
    Row(
        name="a ratio, which the first frame decides",
        given=(FIRST,),
        values={"ratio": "16:9"},
        expected=("ratio error field.not_taken",),
        model=I2V,
    ),
)
EDITS = (
    Row(name="a clip and no words", given=(EDITED,), values={"prompt": ""}, model=EDIT),
    Row(name="a clip and four pictures", given=(EDITED, *[image(PHOTO)] * 4), model=EDIT),
    Row(
        name="a clip and five pictures",
        given=(EDITED, *[image(PHOTO)] * 5),
        expected=("reference_image[4] error references.too_many",),
        model=EDIT,
    ),
    Row(name="no clip", given=(image(PHOTO),), expected=("video error file.none",), model=EDIT),
    Row(
        name="a picture that nobody cites",
        given=(EDITED, image(PHOTO)),
        values={"prompt": "Give her the coat in the picture, as in Video 1."},
        model=EDIT,
    ),
    Row(
        name="a picture that is not there",
        given=(EDITED, image(PHOTO)),
        values={"prompt": "Give her the coat in Image 2."},
        expected=("prompt warning citation.missing",),
        model=EDIT,
    ),
    Row(name="a part of the clip", given=(EDITED,), values={"duration": 2}, model=EDIT),
    Row(name="all of the clip", given=(EDITED,), values={"duration": 0, "ratio": ""}, model=EDIT),
    Row(
        name="neither all nor a part",
        given=(EDITED,),
        values={"duration": 1},
        expected=("duration error number.range",),
        model=EDIT,
    ),
    Row(
        name="a part that is longer than the clip",
        given=(EDITED,),
        values={"duration": 8},
        expected=("duration warning number.beyond_clip",),
        model=EDIT,
    ),
    Row(
        name="a voice for a picture",
        given=(EDITED, image(PHOTO, SPEECH)),
        expected=("reference_image[0] error voice.not_taken",),
        model=EDIT,
    ),
    Row(
        name="a sound that it can't make",
        given=(EDITED,),
        values={"audio_setting": "none"},
        expected=("audio_setting error choice.unknown",),
        model=EDIT,
    ),
)
HORSES = (
    Row(name="nine pictures", given=tuple([image(LARGE)] * 9), model=HORSE),
    Row(
        name="ten pictures",
        given=tuple([image(LARGE)] * 10),
        expected=("reference_image[9] error references.too_many",),
        model=HORSE,
    ),
    Row(name="no picture", given=(), expected=("reference_image error references.none",), model=HORSE),
    Row(
        name="a side of 399",
        given=(image(picture(width=399, height=800)),),
        expected=("reference_image[0] error media.sides",),
        model=HORSE,
    ),
    Row(
        name="a transparent picture",
        given=(image(picture("a.png", width=400, height=400, mode="RGBA")),),
        model=HORSE,
    ),
    Row(
        name="cited as Wan is",
        given=(image(LARGE),),
        values={"prompt": "Image 1 and 图1 smile."},
        expected=("prompt warning citation.foreign", "prompt warning citation.foreign"),
        model=HORSE,
    ),
    Row(
        name="a clip cited, of which it takes none",
        given=(image(LARGE),),
        values={"prompt": "[Image 1] waits for Video 1."},
        expected=("prompt warning citation.missing",),
        model=HORSE,
    ),
    Row(
        name="2500 Chinese characters", given=(image(LARGE),), values={"prompt": f"[Image 1]{'字' * 2495}"}, model=HORSE
    ),
    Row(
        name="2501 Chinese characters",
        given=(image(LARGE),),
        values={"prompt": "字" * 2501},
        expected=("prompt error text.too_long",),
        model=HORSE,
    ),
    Row(
        name="a clip, which it does not take",
        given=(image(LARGE), video(WALK)),
        expected=("reference_video error field.not_taken",),
        model=HORSE,
    ),
)
OFFERED = Row(name="offered by the gateway", given=(image(PHOTO),), service="modelstream", region="")
OFFERS = (
    OFFERED,
    replace(OFFERED, name="not by the gateway", given=(), model=T2V, expected=("model error model.not_offered",)),
    Row(
        name="not in this region",
        given=(),
        model=T2V,
        region="eu-central-1",
        expected=("model warning model.region",),
    ),
    Row(name="in more regions", given=(image(LARGE),), model=HORSE, region="eu-central-1"),
)

ROWS = (*WORDS, *FRAMES, *EDITS, *HORSES, *OFFERS)
