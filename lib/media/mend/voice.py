"""Every repair of a voice: the best ten seconds of speech as a mono WAV at a good level."""

import wave
from pathlib import Path

import numpy as np

from lib.facts import Kind
from lib.media.mend.bench import MADE, Bench
from lib.media.mend.ffmpeg import reading, run
from lib.media.mend.formats import CLIP_DEMUXERS, SOUND_DEMUXERS
from lib.media.mend.limits import failed
from lib.media.mend.part import Part, part_of
from lib.media.mend.speech import Samples, at_level, best_part, levels, threshold

RATE = 44_100
_BYTES_A_SECOND = 2 * RATE
_HEADER_BYTES = 44
# What is listened to for the best part: 53 MB on disk, and half a second of work.
_MOST_SECONDS = 600.0
_LOUDNESS_DB = -20.0
_PEAK_DB = -1.0


def mend_voice(bench: Bench) -> Path:
    """Write a WAV (mono, 44.1 kHz, 16 bits) that keeps to the limits, its speech at -20 dB RMS; give its path.

    A sound that is too long is cut to its loudest speech without the pauses, unless the person picked a part. A
    clip's sound is taken where a clip was given. The level is always set: only the timbre of a voice is used, and a
    quiet one gives a poor one.

    Raises:
        MendFailed: there is no sound that can be read, nothing is heard in it, or it is too short.
        MendStopped: the person stopped it; FFmpeg is gone.
    """
    bench.reached(0.0)
    longest = _longest(bench)
    heard = _unpacked(bench, _part_to_hear(bench))
    bench.reached(0.8)
    samples = np.fromfile(heard, np.int16)
    seconds = len(samples) / RATE
    shortest = bench.limits.minimum_seconds or 0.0
    if seconds < max(shortest, 0.1):
        raise failed(f"The sound is too short: {seconds:.2f} s.", "Record a longer one.")
    if threshold(levels(samples, RATE)) is None:
        raise failed("Nothing is heard in the sound: it is silent.", "Record it again, closer to the microphone.")
    if bench.choice.picked or seconds <= longest:
        chosen: Samples = samples[: int(longest * RATE)].astype(np.float32) / np.float32(32768)
    else:
        chosen = best_part(samples, RATE, shortest=shortest, longest=longest)
    bench.reached(0.9)
    target = bench.folder / "voice.wav"
    _write(target, at_level(chosen, RATE, target_db=_LOUDNESS_DB, peak_db=_PEAK_DB))
    bench.reached(MADE)
    return target


def _longest(bench: Bench) -> float:
    """Give the seconds that pass by length and by bytes."""
    by_bytes = (bench.limits.max_bytes - _HEADER_BYTES) / _BYTES_A_SECOND
    maximum = bench.limits.maximum_seconds
    return by_bytes if maximum is None else min(by_bytes, maximum)


def _part_to_hear(bench: Bench) -> Part:
    if bench.choice.picked:
        return part_of(bench.facts.seconds, bench.limits, bench.choice, margin=0.0)
    return Part(start=0.0, seconds=_MOST_SECONDS)


def _unpacked(bench: Bench, part: Part) -> Path:
    """Write the first sound track as bare samples; it is FFmpeg that mixes any number of channels down."""
    facts = bench.facts
    demuxers = CLIP_DEMUXERS if facts.kind is Kind.CLIP else SOUND_DEMUXERS
    if facts.format not in demuxers:
        raise failed(f"There is no reader for a sound like this ({facts.format.upper() or 'unknown'}).")
    target = bench.folder / "heard.pcm"
    source = reading(bench.source, demuxers[facts.format], start=part.start or None, seconds=part.seconds)
    lengths = [length for length in (facts.seconds, part.seconds) if length is not None]
    run(
        [*source, "-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le"],
        target,
        seconds=min(lengths, default=None),
        progress=lambda share: bench.reached(0.8 * share),
        stopped=bench.stopped,
    )
    return target


def _write(target: Path, samples: Samples) -> None:
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes())
