"""Repairs of pictures: each real file passes afterwards, and shows what it showed."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw, ImageOps

from lib.forms.fields import MediaRule
from lib.media.mend import Choice, MendFailed, Repair
from tests.makers import make_heic, make_picture
from tests.media.mended import PICTURE, Bench
from tests.media.specimens import flat_png


def pixels(path: Path, size: tuple[int, int] = (8, 8)) -> NDArray[np.float64]:
    """Give the colours of a picture as seen, averaged to (8, 8, 3)."""
    with Image.open(path) as picture:
        seen = ImageOps.exif_transpose(picture).convert("RGB").resize(size, Image.Resampling.BOX)
    return np.asarray(seen).astype(np.float64)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "mended"
    folder.mkdir()
    return Bench(folder=folder)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.tiff", {}),
        ("a.tiff", {"orientation": 6}),
        ("a.tiff", {"mode": "CMYK"}),
        ("a.tiff", {"mode": "I;16"}),
        ("a.tiff", {"mode": "L"}),
        ("a.tiff", {"mode": "1"}),
        ("a.avif", {"quality": 95}),
        ("a.avif", {"quality": 95, "orientation": 8}),
        ("a.gif", {"mode": "P", "frames": 3}),
        ("a.webp", {"frames": 3, "quality": 95}),
        ("a.png", {"frames": 3}),
        ("a.png", {"mode": "I;16"}),
        ("a.png", {"mode": "P"}),
        ("a.jpg", {"mode": "CMYK", "quality": 95}),
        ("a.jpg", {"mode": "L", "orientation": 5, "quality": 95}),
        ("a.bmp", {}),
    ],
)
def test_any_picture_becomes_one_that_passes(name: str, make: dict[str, Any], bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / name, **make)
    made, facts = bench.mend(Repair.PICTURE_CONVERT, source, PICTURE)
    assert (facts.format, facts.frames, facts.color_mode) in {("jpeg", 1, "RGB"), ("png", 1, "RGB")}
    assert (facts.width, facts.height) == ((480, 640) if make.get("orientation") else (640, 480))
    truth = pixels(make_picture(tmp_path / "truth.jpg", quality=95, orientation=make.get("orientation")))
    if make.get("mode") in {"I;16", "L", "1"}:
        truth = np.repeat((truth @ [0.299, 0.587, 0.114])[..., None], 3, axis=2)
    assert np.abs(pixels(made) - truth).max() < 14


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phones_heic_is_turned_once(orientation: int, bench: Bench, tmp_path: Path) -> None:
    made, facts = bench.mend(
        Repair.PICTURE_CONVERT, make_heic(tmp_path / "IMG_0001.HEIC", orientation=orientation), PICTURE
    )
    truth = make_picture(tmp_path / "truth.jpg", orientation=orientation)
    assert (made.name, facts.format) == ("IMG_0001.jpg", "jpeg")
    assert (facts.width, facts.height) == ((640, 480) if orientation < 5 else (480, 640))
    assert np.abs(pixels(made) - pixels(truth)).max() < 6


def test_one_repair_mends_all_that_is_wrong(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "poster.tiff", width=9000, height=500, mode="CMYK")
    made, facts = bench.mend(Repair.PICTURE_CONVERT, source, PICTURE)
    assert (facts.format, facts.width, facts.height) == ("jpeg", 8000, 1000)
    assert pixels(made, (8, 9))[0].min() > 250  # the canvas above
    assert pixels(made, (8, 9))[4].min() < 220


def test_alpha_is_laid_on_white_or_on_the_colour_that_is_picked(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.png", mode="RGBA")  # clear at the top
    made, facts = bench.mend(Repair.PICTURE_FLATTEN, source, PICTURE)
    assert not facts.has_alpha
    assert pixels(made, (1, 64))[0, 0].min() > 245
    made, _ = bench.mend(Repair.PICTURE_FLATTEN, source, PICTURE, Choice(background="#3366cc"))
    assert pixels(made, (1, 64))[0, 0] == pytest.approx([0x33, 0x66, 0xCC], abs=6)


@pytest.mark.parametrize("mode", ["LA", "P"])
def test_other_kinds_of_alpha_are_laid_flat_too(mode: str, bench: Bench, tmp_path: Path) -> None:
    save: dict[str, Any] = {"transparency": 0} if mode == "P" else {}
    made, facts = bench.mend(Repair.PICTURE_FLATTEN, make_picture(tmp_path / "a.png", mode=mode, **save), PICTURE)
    assert (facts.has_alpha, facts.color_mode) == (False, "RGB")
    assert made.exists()


def test_alpha_stays_where_the_rule_takes_it(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.png", mode="RGBA", width=300, height=100)
    rule = replace(PICTURE, alpha=True)
    _, facts = bench.mend(Repair.PICTURE_ENLARGE, source, rule)
    assert (facts.format, facts.has_alpha, facts.width, facts.height) == ("png", True, 720, 240)
    _, facts = bench.mend(Repair.PICTURE_FLATTEN, source, rule)
    assert (facts.format, facts.has_alpha) == ("jpeg", False)


@pytest.mark.parametrize(
    ("repair", "width", "height", "shown"),
    [
        (Repair.PICTURE_ENLARGE, 120, 80, (360, 240)),
        (Repair.PICTURE_ENLARGE, 300, 30, (1920, 240)),
        (Repair.PICTURE_PAD, 120, 80, (240, 240)),
        (Repair.PICTURE_PAD, 3000, 260, (3000, 375)),
        (Repair.PICTURE_PAD, 260, 3000, (375, 3000)),
        (Repair.PICTURE_SHRINK, 8100, 2025, (8000, 2000)),
        (Repair.PICTURE_SHRINK, 8001, 1000, (8000, 1000)),
        (Repair.PICTURE_SHRINK, 640, 480, (640, 480)),
    ],
)
def test_sides_end_where_they_should(  # noqa: PLR0913, PLR0917  # a row of the table above
    repair: Repair, width: int, height: int, shown: tuple[int, int], bench: Bench, tmp_path: Path
) -> None:
    source = make_picture(tmp_path / "a.jpg", width=width, height=height)
    _, facts = bench.mend(repair, source, PICTURE)
    assert (facts.width, facts.height) == shown


def test_a_heavy_picture_loses_quality_first_and_pixels_last(bench: Bench, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1000, 1000, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    _, facts = bench.mend(Repair.PICTURE_SHRINK, tmp_path / "noise.png", lighter(900_000))
    assert (facts.width, facts.height) == (1000, 1000)
    _, facts = bench.mend(Repair.PICTURE_SHRINK, tmp_path / "noise.png", lighter(60_000))
    assert facts.width is not None
    assert 240 <= facts.width < 1000
    with pytest.raises(MendFailed, match="can't be made to fit"):
        bench.mend(Repair.PICTURE_SHRINK, tmp_path / "noise.png", lighter(2_000))


def lighter(max_bytes: int) -> MediaRule:
    return replace(PICTURE, max_bytes=max_bytes)


def test_a_drawing_stays_sharp(bench: Bench, tmp_path: Path) -> None:
    drawing = Image.new("P", (600, 400), 0)
    drawing.putpalette([255, 255, 255, 200, 30, 30])
    ImageDraw.Draw(drawing).ellipse((100, 50, 500, 350), outline=1, width=3)
    drawing.save(tmp_path / "logo.gif")
    made, facts = bench.mend(Repair.PICTURE_CONVERT, tmp_path / "logo.gif", PICTURE)
    assert facts.format == "png"
    with Image.open(made) as picture:
        assert len(picture.getcolors() or ()) == 2


def test_the_colour_profile_is_applied_and_gone(bench: Bench, tmp_path: Path) -> None:
    """A profile whose red and blue are swapped: whoever heeds it sees blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    for name in ("a.jpg", "a.png", "a.tiff", "a.webp"):
        Image.new("RGB", (300, 300), (250, 10, 10)).save(tmp_path / name, icc_profile=swapped, quality=95)
        made, _ = bench.mend(Repair.PICTURE_CONVERT, tmp_path / name, PICTURE)
        assert pixels(made)[0, 0] == pytest.approx([10, 10, 250], abs=12)
        with Image.open(made) as picture:
            assert "icc_profile" not in picture.info


def test_a_broken_profile_is_passed_over(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.jpg", icc_profile=b"not a profile" * 20)
    made, _ = bench.mend(Repair.PICTURE_CONVERT, source, PICTURE)
    assert np.abs(pixels(made) - pixels(source)).max() < 4


def test_where_and_with_what_it_was_taken_stays_behind(bench: Bench, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271] = "A camera"
    made, _ = bench.mend(
        Repair.PICTURE_CONVERT, make_picture(tmp_path / "a.jpg", exif=exif, comment=b"A camera"), PICTURE
    )
    assert b"A camera" not in made.read_bytes()


def test_a_huge_jpeg_is_unpacked_at_a_fraction(bench: Bench, tmp_path: Path) -> None:
    Image.new("L", (20_000, 10_000), 128).save(tmp_path / "a.jpg")  # 200 million pixels
    _, facts = bench.mend(Repair.PICTURE_SHRINK, tmp_path / "a.jpg", PICTURE)
    assert (facts.width, facts.height) == (8000, 4000)


def test_a_bomb_is_not_unpacked(bench: Bench, tmp_path: Path) -> None:
    flat_png(tmp_path / "bomb.png", side=20_000)
    with pytest.raises(MendFailed, match="400 million pixels; up to 100 million"):
        bench.mend(Repair.PICTURE_SHRINK, tmp_path / "bomb.png", PICTURE)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tiff", "a.webp", "a.gif", "a.bmp", "a.avif", "a.heic"])
def test_half_a_picture_is_refused(name: str, bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / name
    make_heic(path) if name == "a.heic" else make_picture(path, mode="P" if name == "a.gif" else "RGB")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MendFailed) as caught:
        bench.mend(Repair.PICTURE_CONVERT, path, PICTURE)
    assert caught.value.failure.advice
    assert list(bench.folder.iterdir()) == []


def test_what_is_no_colour_is_refused(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.png", mode="RGBA")
    with pytest.raises(MendFailed, match="no colour"):
        bench.mend(Repair.PICTURE_FLATTEN, source, PICTURE, Choice(background="white;rm"))


def test_a_picture_without_a_reader_is_refused(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with pytest.raises(MendFailed, match="SVG"):
        bench.mend(Repair.PICTURE_CONVERT, tmp_path / "a.svg", PICTURE)


def test_floats_are_stretched_from_darkest_to_brightest(bench: Bench, tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(-3, 7, 300, dtype=np.float32), (300, 1))
    Image.fromarray(ramp).save(tmp_path / "a.tiff")
    made, _ = bench.mend(Repair.PICTURE_CONVERT, tmp_path / "a.tiff", PICTURE)
    row = pixels(made, (300, 1))[0, :, 0]
    assert (row[0], row[-1]) == pytest.approx((0, 255), abs=4)


def test_the_reader_of_heic_is_not_given_to_all_of_pillow(bench: Bench, tmp_path: Path) -> None:
    source = make_heic(tmp_path / "a.heic")
    bench.mend(Repair.PICTURE_CONVERT, source, PICTURE)
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(io.BytesIO(source.read_bytes()))
