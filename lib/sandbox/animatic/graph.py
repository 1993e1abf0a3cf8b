"""FFmpeg's filter graph of an animatic: shots built from still layers and clips, cross-faded; sound beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path

from lib.sandbox.animatic.layout import Box
from lib.sandbox.animatic.request import FPS
from lib.sandbox.animatic.source import LOCAL_ONLY, Source, voice_format

SAMPLE_RATE = 48_000
_FRAME_SAMPLES = SAMPLE_RATE // FPS
_COLOUR = "out_color_matrix=bt709:out_range=tv"
_EDGE = 0.03  # seconds; sound is faded in and out at a cut, so that it does not click


@dataclass(frozen=True, kw_only=True)
class Pane:
    """One window of a shot: the box it fills, and a still with the filter that moves it, or a clip."""

    box: Box
    still: str = ""
    motion: str = "null"
    clip: Source | None = None


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A file of a still layer, and where it lies."""

    file: str
    left: int
    top: int


@dataclass(frozen=True, kw_only=True)
class Take:
    """A shot ready for the graph. Files are names in the working folder.

    Attributes:
        ground: file of its plate.
        panes: what moves on it.
        pieces: what lies on top.
        start: first frame at which it is on screen alone or half.
        end: the frame after.
        sounds: references heard in it.
    """

    ground: str
    panes: tuple[Pane, ...]
    pieces: tuple[Piece, ...]
    start: int
    end: int
    sounds: tuple[Source, ...] = ()


class Graph:
    """Collects inputs and filter chains."""

    def __init__(self) -> None:
        self._inputs: list[str] = []
        self._count = 0
        self._chains: list[str] = []

    @property
    def inputs(self) -> tuple[str, ...]:
        """FFmpeg's arguments that open the clips and voices."""
        return tuple(self._inputs)

    @property
    def script(self) -> str:
        """The text of the graph; its ends are `[picture]` and `[sound]`."""
        return ";\n".join(self._chains)

    def add_picture(self, takes: Sequence[Take], frames: int) -> None:
        """Chain the takes with cross-fades, each centred on its cut, to exactly `frames` frames."""
        fades = [0, *(_fade(before, after) for before, after in pairwise(takes)), 0]
        for index, take in enumerate(takes):
            length = take.end - take.start + fades[index] // 2 + fades[index + 1] // 2
            self._add_take(index, take, length)
            self._split(index, length, fades[index], fades[index + 1])
        joined = "[body0]"
        for index in range(1, len(takes)):
            self._chains.append(f"[tail{index - 1}][head{index}]overlay=format=yuv420[fade{index}]")
            joined += f"[fade{index}][body{index}]"
        pieces = 2 * len(takes) - 1
        self._chains.append(f"{joined}concat=n={pieces},settb=1/{FPS},setpts=N,trim=end_frame={frames}[picture]")

    def add_sound(self, takes: Sequence[Take], sound: Path | None = None) -> None:
        """Chain the takes' sounds: each shot's voices and clips while it is on screen, else quiet.

        A `sound` of its own is heard instead, from the beginning, and then quiet.
        """
        if sound is not None:
            options = ["-protocol_whitelist", LOCAL_ONLY, "-f", voice_format(sound)]
            samples = (takes[-1].end - takes[0].start) * _FRAME_SAMPLES
            self._chains.append(
                f"[{self._input(options, sound)}:a:0]asetpts=PTS-STARTPTS,aresample={SAMPLE_RATE},"
                f"aformat=sample_fmts=fltp:channel_layouts=stereo,apad,atrim=end_sample={samples}[sound]"
            )
            return
        for index, take in enumerate(takes):
            self._add_take_sound(index, take)
        heard = "".join(f"[heard{index}]" for index in range(len(takes)))
        self._chains.append(f"{heard}concat=n={len(takes)}:v=0:a=1[sound]")

    def _add_take(self, index: int, take: Take, length: int) -> None:
        name = f"ground{index}"
        self._chains.append(f"{_still(take.ground, 'yuv420p')},{_hold(length)}[{name}]")
        for number, pane in enumerate(take.panes):
            self._chains.append(f"{self._pane(pane, length)}[pane{index}_{number}]")
            name = self._overlay(name, f"pane{index}_{number}", pane.box.left, pane.box.top)
        for number, piece in enumerate(take.pieces):
            self._chains.append(f"{_still(piece.file, 'yuva420p')}[piece{index}_{number}]")
            name = self._overlay(name, f"piece{index}_{number}", piece.left, piece.top)
        self._chains.append(f"[{name}]null[take{index}]")

    def _split(self, index: int, length: int, fade_in: int, fade_out: int) -> None:
        """Cut a take into what fades in, what stands alone, and what the next fades in over.

        The same as `xfade`, which would spend time on every frame of the video.
        """
        again = "setpts=PTS-STARTPTS"
        parts = {"body": f"trim=start_frame={fade_in}:end_frame={length - fade_out},{again}"}
        if fade_in:
            parts["head"] = f"trim=end_frame={fade_in},format=yuva420p,fade=in:0:{fade_in}:alpha=1"
        if fade_out:
            parts["tail"] = f"trim=start_frame={length - fade_out},{again}"
        copies = "".join(f"[{part}_of{index}]" for part in parts)
        self._chains.append(f"[take{index}]split={len(parts)}{copies}")
        self._chains += [f"[{part}_of{index}]{cut}[{part}{index}]" for part, cut in parts.items()]

    def _overlay(self, below: str, above: str, left: int, top: int) -> str:
        joined = f"{above}_on"
        self._chains.append(f"[{below}][{above}]overlay={left}:{top}:format=yuv420[{joined}]")
        return joined

    def _pane(self, pane: Pane, length: int) -> str:
        if pane.clip is not None:
            number = self._clip_input(pane.clip, length)
            size = f"{pane.box.width}:{pane.box.height}"
            return (
                f"[{number}:v:0]setpts=PTS-STARTPTS,fps={FPS}:start_time=0,"
                f"scale={size}:flags=bicubic:{_COLOUR},setsar=1,format=yuv420p,settb=1/{FPS},"
                f"tpad=stop=-1:stop_mode=clone,trim=end_frame={length}"
            )
        return f"{_still(pane.still, 'yuv420p')},{_hold(length)},{pane.motion}"

    def _clip_input(self, source: Source, length: int) -> int:
        """Add a clip as an input, repeated until it fills the shot."""
        again = ceil(length / FPS / max(0.1, source.seconds)) - 1
        repeat = ["-stream_loop", str(again)] if again > 0 else []
        options = ["-protocol_whitelist", LOCAL_ONLY, "-f", "mov", "-t", f"{length / FPS + 0.5:.3f}"]
        return self._input([*repeat, *options], source.clip)

    def _input(self, options: list[str], path: Path | None) -> int:
        self._inputs += [*options, "-i", f"file:{path}"]
        self._count += 1
        return self._count - 1

    def _add_take_sound(self, index: int, take: Take) -> None:
        samples = (take.end - take.start) * _FRAME_SAMPLES
        exact = f"apad,atrim=end_sample={samples}"
        if not take.sounds:
            quiet = f"anullsrc=r={SAMPLE_RATE}:cl=stereo"
            self._chains.append(f"{quiet},aformat=sample_fmts=fltp,atrim=end_sample={samples}[heard{index}]")
            return
        for number, source in enumerate(take.sounds):
            self._chains.append(
                f"[{self._sound_input(source, take)}:a:0]asetpts=PTS-STARTPTS,aresample={SAMPLE_RATE},"
                f"aformat=sample_fmts=fltp:channel_layouts=stereo,{exact}[voice{index}_{number}]"
            )
        voices = "".join(f"[voice{index}_{number}]" for number in range(len(take.sounds)))
        seconds = samples / SAMPLE_RATE
        edges = f"afade=t=in:d={_EDGE},afade=t=out:st={seconds - _EDGE:.4f}:d={_EDGE}"
        self._chains.append(f"{voices}amix=inputs={len(take.sounds)},{edges},{exact}[heard{index}]")

    def _sound_input(self, source: Source, take: Take) -> int:
        if source.voice is None:
            return self._clip_input(source, take.end - take.start)
        options = ["-protocol_whitelist", LOCAL_ONLY, "-f", voice_format(source.voice)]
        return self._input(options, source.voice)


def _fade(before: Take, after: Take) -> int:
    """Frames of the cross-fade between two takes: 0.4 s, less beside a short one, and even."""
    shorter = min(before.end - before.start, after.end - after.start)
    return max(2, min(12, shorter // 4 * 2))


def _still(file: str, pixels: str) -> str:
    return f"movie={file}:format_opts=framerate={FPS},scale={_COLOUR},setsar=1,format={pixels}"


def _hold(length: int) -> str:
    return f"loop=-1:size=1,trim=end_frame={length}"
