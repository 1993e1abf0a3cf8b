"""First frames beside a picture: held to the limits of a picture (`api-facts.md` 7.6), and to the ratio chosen."""

from functools import partial

from tests.check.padding import MIB, plain, with_tail
from tests.check.table import PHOTO, WIDE, File, Row, clip, frame, half, holding, image, picture, voice
from tests.media.specimens import flat_png

OTHER = "warning frame.aspect"
SIDES = "error media.sides"


def one(name: str, file: File, *said: str, **values: object) -> Row:
    """A form with a picture and this first frame."""
    expected = (*(f"first_frame {what}" for what in said), "ratio note ratio.ignored")
    return Row(name=name, given=(image(PHOTO), frame(file)), expected=expected, values=values)


ROWS = (
    one("16 : 9", WIDE),
    one("9 : 16 for 9 : 16", picture(width=360, height=640), ratio="9:16"),
    one("4 : 3 for 4 : 3", picture(width=640, height=480), ratio="4:3"),
    one("3 : 4 for 3 : 4", picture(width=480, height=640), ratio="3:4"),
    one("square for 1 : 1", picture(width=300, height=300), ratio="1:1"),
    one("4 : 3 for 16 : 9", picture(width=640, height=480), OTHER),
    one("9 : 16 for 16 : 9", picture(width=360, height=640), OTHER),
    one("1280 × 728, a codec's 16 : 9", picture(width=1280, height=728)),
    one("stored upright, shown 16 : 9", picture(width=360, height=640, orientation=6)),
    one("stored 16 : 9, shown upright", picture(width=640, height=360, orientation=6), OTHER),
    one("stored 16 : 9, shown upright for 9 : 16", picture(width=640, height=360, orientation=8), ratio="9:16"),
    one("239 high", picture(width=425, height=239), SIDES),
    one("240 high", picture(width=427, height=240)),
    one("8000 wide", plain("a.jpg", 8000, 4500)),
    one("8001 square", File(name="a.png", make=partial(flat_png, side=8001)), SIDES, ratio="1:1"),
    one("8 : 1", plain("a.jpg", 1920, 240), OTHER),
    one("over 8 : 1", plain("a.jpg", 1921, 240), "error media.aspect", OTHER),
    one("20 MB", with_tail(WIDE, 20 * MIB)),
    one("20 MB and 1", with_tail(WIDE, 20 * MIB + 1), "error media.bytes"),
    one("png with alpha", picture("a.png", width=640, height=360, mode="RGBA"), "error media.alpha"),
    one("webp with alpha", picture("a.webp", width=640, height=360, mode="RGBA")),
    one("moving webp", picture("a.webp", width=640, height=360, frames=2), "warning picture.animated"),
    one("for print", picture(width=640, height=360, mode="CMYK"), "warning picture.cmyk"),
    one("gif", picture("a.gif", width=640, height=360, mode="P"), "error media.format"),
    one("a clip", clip(width=640, height=360), "error media.kind"),
    one("a sound", voice(), "error media.kind"),
    one("half a jpeg", half(WIDE), "error media.truncated"),
    one("an empty jpg", holding("a.jpg", b""), "error media.empty"),
    one("a text", holding("a.jpg", b"Once upon a time."), "error media.unrecognised"),
    Row(
        name="small for 1080P, beside a large picture",
        given=(image(picture(width=640, height=480)), frame(WIDE)),
        values={"resolution": "1080P"},
        expected=("first_frame warning picture.small", "ratio note ratio.ignored"),
    ),
)
