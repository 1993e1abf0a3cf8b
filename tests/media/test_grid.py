"""How pictures are laid into a grid: the decision by numbers, the picture by its pixels."""

from pathlib import Path

import pytest
from PIL import Image

from lib.errors import InputError
from lib.media import inspect
from lib.media.grid import grid_for, lay_grid
from tests.makers import make_picture

WIDE, TALL, SQUARE = 16 / 9, 9 / 16, 1.0


@pytest.mark.parametrize(
    ("count", "ratio", "shape"),
    [
        (2, WIDE, (1, 2)),
        (2, TALL, (2, 1)),
        (2, SQUARE, (2, 1)),
        (3, TALL, (3, 1)),
        (4, WIDE, (2, 2)),
        (4, SQUARE, (2, 2)),
        (5, TALL, (5, 1)),
        (6, WIDE, (2, 3)),
        (6, SQUARE, (3, 2)),
        (6, TALL, (3, 2)),
        (8, TALL, (4, 2)),
        (9, SQUARE, (3, 3)),
        (9, WIDE, (3, 3)),
    ],
)
def test_the_whole_is_close_to_a_screen(count: int, ratio: float, shape: tuple[int, int]) -> None:
    grid = grid_for([ratio] * count)
    assert (grid.columns, grid.rows) == shape


@pytest.mark.parametrize("count", range(2, 10))
@pytest.mark.parametrize("ratio", [0.1, TALL, SQUARE, WIDE, 8.0])
def test_every_grid_is_one_that_a_model_takes(count: int, ratio: float) -> None:
    grid = grid_for([ratio] * count)
    assert min(grid.width, grid.height) >= 240
    assert max(grid.width, grid.height) <= 8000
    assert 1 / 8 < grid.width / grid.height < 8
    assert grid.columns * grid.rows - count < grid.columns
    corners = [grid.corner(index, count) for index in range(count)]
    assert len(set(corners)) == count
    assert all(0 < left <= grid.width - grid.panel_width for left, _ in corners)
    assert all(0 < top <= grid.height - grid.panel_height for _, top in corners)


@pytest.mark.parametrize("count", [0, 1, 10])
def test_one_picture_and_ten_are_no_grid(count: int) -> None:
    with pytest.raises(InputError) as caught:
        grid_for([1.0] * count)
    assert caught.value.failure.code == "Studio.GridCount"


def test_the_pictures_stand_whole_in_their_order(tmp_path: Path) -> None:
    colours = ["red", "lime", "blue", "yellow"]
    for colour in colours:
        Image.new("RGB", (400, 300), colour).save(tmp_path / f"{colour}.png")
    target = lay_grid([tmp_path / f"{colour}.png" for colour in colours], tmp_path / "grid.jpg")
    grid = grid_for([4 / 3] * 4)
    with Image.open(target) as picture:
        assert picture.size == (grid.width, grid.height)
        middles = [grid.corner(index, 4) for index in range(4)]
        seen = [picture.getpixel((left + grid.panel_width // 2, top + grid.panel_height // 2)) for left, top in middles]
    for pixel, wanted in zip(seen, [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)], strict=True):
        assert isinstance(pixel, tuple)
        assert all(abs(one - other) < 10 for one, other in zip(pixel, wanted, strict=True))


def test_a_turned_photograph_stands_upright_and_nine_big_ones_stay_small(tmp_path: Path) -> None:
    pictures = [make_picture(tmp_path / f"{index}.jpg", width=2400, height=1600, orientation=6) for index in range(9)]
    found = inspect(lay_grid(pictures, tmp_path / "grid.jpg"))
    assert found.format == "jpeg"
    assert found.size_bytes < 20 * 1024 * 1024
    # Nine upright panels, three in a row.
    assert found.height is not None
    assert found.width is not None
    assert found.height > found.width


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("no picture")
    with pytest.raises(InputError) as caught:
        lay_grid([make_picture(tmp_path / "b.png"), tmp_path / "a.png"], tmp_path / "grid.jpg")
    assert caught.value.failure.code == "Studio.NoStill"
    assert not (tmp_path / "grid.jpg").exists()
