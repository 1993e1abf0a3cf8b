"""The small drawn pieces: pills, the watermark, rounded corners."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from lib.sandbox.animatic.layout import Box, Measures, even
from lib.sandbox.animatic.lettering import font

BADGE = "offline animatic"
WATERMARK = "AI生成"
_SHARP = 4  # Pillow draws curves without smoothing: draw larger, then reduce


@dataclass(frozen=True, kw_only=True)
class Sticker:
    """A small picture with transparency, at its place in the frame (even pixels)."""

    image: Image.Image
    left: int
    top: int


def corner_marks(measures: Measures, *, watermark: bool) -> tuple[Sticker, ...]:
    """Draw the badge for the top right and, where asked for, the watermark for the bottom right."""
    right = measures.width - measures.margin
    badge = pill(BADGE, measures.pill)
    marks = [Sticker(image=badge, left=even(right - badge.width), top=measures.margin)]
    if watermark:
        mark = _shadowed(WATERMARK, measures.part(0.034))
        top = even(measures.height - measures.margin - mark.height)
        marks.append(Sticker(image=mark, left=even(right - mark.width), top=top))
    return tuple(marks)


def pill(text: str, height: int) -> Image.Image:
    """Draw white words on a dark rounded plate of an even size, RGBA."""
    letters = font(max(6, round(height * 0.56)))
    width = even(letters.getlength(text) + height * 0.95)
    plate = Image.new("RGBA", (width, height), (12, 14, 18, 0))
    shape = rounded((width, height), height // 2)
    plate.putalpha(shape.point(lambda value: value * 172 // 255))
    draw = ImageDraw.Draw(plate, "RGBA")
    draw.text((width / 2, height / 2), text, font=letters, fill=(255, 255, 255, 245), anchor="mm")
    return plate


def rounded(size: tuple[int, int], radius: int) -> Image.Image:
    """Give a smooth mask of a rounded rectangle, L: 255 inside. Only its corners are drawn large."""
    mask = Image.new("L", size, 255)
    radius = min(radius, size[0] // 2, size[1] // 2)
    disc = Image.new("L", (2 * radius * _SHARP, 2 * radius * _SHARP))
    ImageDraw.Draw(disc).ellipse((0, 0, disc.width - 1, disc.height - 1), fill=255)
    disc = disc.reduce(_SHARP)
    for left in (0, radius):
        for top in (0, radius):
            corner = disc.crop((left, top, left + radius, top + radius))
            mask.paste(corner, (left and size[0] - radius, top and size[1] - radius))
    return mask


def ring(ground: Image.Image, box: Box, measures: Measures) -> None:
    """Draw a hairline around a window; the window itself will cover all but its edge."""
    hair = max(1, measures.part(0.002) // 2)
    mask = rounded((box.width + 2 * hair, box.height + 2 * hair), measures.radius + hair)
    ground.paste((255, 255, 255), (box.left - hair, box.top - hair), mask.point(lambda value: value * 60 // 255))


def edges(ground: Image.Image, box: Box, label: str, measures: Measures) -> tuple[Sticker, Sticker]:
    """Draw the top and the bottom strip of a window: the ground shows in its corners, the tag lies at its lower left.

    Two thin strips, because FFmpeg blends every pixel of what is laid on top.
    """
    tag = pill(label, measures.pill)
    inset = measures.radius
    tall = even(min(box.height / 2, max(measures.radius, tag.height + inset)))
    top = Box(left=box.left, top=box.top, width=box.width, height=min(measures.radius, tall))
    bottom = Box(left=box.left, top=box.bottom - tall, width=box.width, height=tall)
    upper = _corners(ground, top, measures.radius, at_top=True)
    lower = _corners(ground, bottom, measures.radius, at_top=False)
    lower.alpha_composite(
        tag.crop((0, 0, min(tag.width, box.width - inset), tag.height)), (inset, max(0, tall - tag.height - inset))
    )
    return (
        Sticker(image=upper, left=top.left, top=top.top),
        Sticker(image=lower, left=bottom.left, top=bottom.top),
    )


def _corners(ground: Image.Image, strip: Box, radius: int, *, at_top: bool) -> Image.Image:
    inside = rounded((strip.width, max(strip.height, radius) + radius), radius)
    top = 0 if at_top else inside.height - strip.height
    outside = ImageChops.invert(inside.crop((0, top, strip.width, top + strip.height)))
    piece = ground.crop((strip.left, strip.top, strip.right, strip.bottom)).convert("RGBA")
    piece.putalpha(outside)
    return piece


def _shadowed(text: str, size: int) -> Image.Image:
    """Draw white letters on their own soft shadow, which keeps them readable on white; RGBA of an even size."""
    letters = font(size)
    soft = max(1, size // 9)
    extent = (even(letters.getlength(text) + 4 * soft), even(size * 1.15 + 2 * soft))
    centre = (extent[0] / 2, extent[1] / 2)
    shade = Image.new("L", extent)
    ImageDraw.Draw(shade).text(centre, text, font=letters, fill=255, anchor="mm", stroke_width=max(1, soft // 2))
    shade = shade.filter(ImageFilter.GaussianBlur(soft)).point(lambda value: min(200, value * 2))
    mark = Image.new("RGBA", extent, (8, 10, 14, 0))
    mark.putalpha(shade)
    ImageDraw.Draw(mark, "RGBA").text(centre, text, font=letters, fill=(255, 255, 255, 240), anchor="mm")
    return mark
