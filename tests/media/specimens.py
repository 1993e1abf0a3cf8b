"""A cabinet of real files, each with the facts that its maker knows: one row, one file."""

import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe

from tests.makers import make_picture, make_voice

Make = Callable[[Path], object]


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """A file's name, how it is made, and the facts it must have; those not named must be empty, if `only` says so."""

    name: str
    make: Make
    facts: dict[str, Any] = field(default_factory=dict)


def content(data: bytes) -> Make:
    return lambda path: path.write_bytes(data)


def renamed(suffix: str, make: Make) -> Make:
    """Make a file under its proper suffix and give it another name."""

    def write(path: Path) -> None:
        proper = path.with_name(f"proper{suffix}")
        make(proper)
        proper.replace(path)

    return write


def cut(share: float, make: Make) -> Make:
    """Make a file and keep this share of its bytes."""

    def write(path: Path) -> None:
        make(path)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])

    return write


def followed_by(tail: bytes, make: Make) -> Make:
    def write(path: Path) -> None:
        make(path)
        path.write_bytes(path.read_bytes() + tail)

    return write


def flat_png(path: Path, *, side: int) -> None:
    """Write a square PNG of one bit a pixel without ever holding it: a bomb of some kilobytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = [png_chunk(b"IHDR", header), png_chunk(b"IDAT", pixels), png_chunk(b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def surround(path: Path, *, layout: str = "7.1") -> None:
    """Write one second of noise in many channels."""
    with av.open(str(path), "w", format="ipod") as container:
        stream = container.add_stream("aac", rate=48000, layout=layout)
        assert isinstance(stream, av.AudioStream)
        channels = stream.layout.nb_channels
        noise = np.random.default_rng(1).normal(0, 2000, (1, channels * 48000)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(noise, format="s16", layout=layout)
        frame.sample_rate, frame.pts = 48000, 0
        for part in [*av.AudioResampler(format="fltp", frame_size=1024).resample(frame), None]:
            container.mux(stream.encode(part))


def wave(path: Path, *, samples: bytes, form: int, bits: int, length: int | None = None) -> None:
    """Write a mono WAV of 8 kHz by hand: `form` 1 is whole numbers, 3 floats; `length` is what the header claims."""
    rate = 8000
    head = struct.pack("<HHIIHH", form, 1, rate, rate * bits // 8, bits // 8, bits)
    claimed = len(samples) if length is None else length
    body = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", claimed) + samples
    path.write_bytes(b"RIFF" + struct.pack("<I", min(len(body), 0xFFFFFFFF)) + body)


def with_cover(path: Path) -> None:
    """Write a sound with a cover picture in it, which FFmpeg lists as a track of pictures."""
    sound = make_voice(path.with_name("bare.m4a"), seconds=1)
    cover = make_picture(path.with_name("cover.jpg"), width=64, height=64)
    inputs = ["-i", str(sound), "-i", str(cover), "-map", "0", "-map", "1"]
    outputs = ["-c", "copy", "-disposition:v", "attached_pic", "-f", "ipod", str(path)]
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-y", *inputs, *outputs], check=True, timeout=60)
