"""Finding the speech in a sound, and setting its level: short-time energy, in plain arithmetic."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Levels = NDArray[np.float64]

# A syllable is some 200 ms; a fiftieth of a second tells one from the pause that follows.
HOPS_PER_SECOND = 50
# Below this nothing can be told from the hiss of 16 bits and a microphone.
SILENT_DB = -70.0
_QUIET_SPEECH_DB = 30.0  # how far the quiet parts of speech lie below its loud ones
_ABOVE_NOISE_DB = 6.0
_LEAST_RANGE_DB = 12.0
_SHORTEST_WORD = 3  # hops; what is shorter is a click
_BREATH = 7  # hops kept before and after words: pauses up to twice this stay as they are
_FADE_SECONDS = 0.005
# What one loud knock may count against words, so that it doesn't choose the part.
_MOST_DB = 30.0
# The limiter looks at pieces this long.
_PIECE_SECONDS = 0.005


def levels(samples: NDArray[np.int16], rate: int) -> Levels:
    """Give the RMS of each fiftieth of a second in dB below full scale; a rest shorter than that is left out."""
    hop = rate // HOPS_PER_SECOND
    count = len(samples) // hop
    energy = np.empty(count)
    for start in range(0, count, 1 << 12):  # as floats, all of it would be five times as much
        some = samples[start * hop : min(count, start + (1 << 12)) * hop].reshape(-1, hop).astype(np.float32) / 32768
        energy[start : start + len(some)] = np.einsum("ij,ij->i", some, some) / hop
    return 10 * np.log10(np.maximum(energy, 1e-12))


def threshold(found: Levels) -> float | None:
    """Give the level in dB above which a sound is speech, None where there is nothing but silence."""
    heard = found[found > SILENT_DB]
    if not len(heard):
        return None
    loud, noise = np.percentile(heard, 95), np.percentile(found, 10)
    above_noise = min(noise + _ABOVE_NOISE_DB, loud - _LEAST_RANGE_DB)
    return float(max(loud - _QUIET_SPEECH_DB, above_noise, SILENT_DB))


def best_part(samples: NDArray[np.int16], rate: int, *, shortest: float, longest: float) -> Samples:
    """Give at most `longest` seconds: the loudest speech, its longer pauses cut out.

    Where less than `shortest` seconds of it are speech, the pauses stay in.
    """
    hop = rate // HOPS_PER_SECOND
    found = levels(samples, rate)
    limit = threshold(found)
    if limit is None:
        return np.zeros(0, np.float32)
    kept = np.flatnonzero(_spoken(found, limit))
    if len(kept) < shortest * HOPS_PER_SECOND:
        kept = np.arange(len(found))
    width = min(len(kept), int(longest * HOPS_PER_SECOND))
    worth = np.concatenate([[0.0], np.cumsum(np.clip(found[kept] - limit, 0, _MOST_DB))])
    start = int(np.argmax(worth[width:] - worth[: len(worth) - width]))
    kept = kept[start : start + width]
    pieces = np.split(kept, np.flatnonzero(np.diff(kept) > 1) + 1)
    return np.concatenate([_faded(samples[piece[0] * hop : (piece[-1] + 1) * hop], rate) for piece in pieces])


def at_level(samples: Samples, rate: int, *, target_db: float, peak_db: float) -> Samples:
    """Bring speech to an RMS of about `target_db` without a peak above `peak_db`, both below full scale.

    Pauses are not counted, so that a sparse sound is not blown up.
    """
    found = levels((samples * 32767).astype(np.int16), rate)
    limit = threshold(found)
    if limit is None:
        return samples
    spoken = found[found >= limit]
    loudness = 10 * np.log10(np.mean(10 ** (spoken / 10)))
    return _limited(samples * np.float32(10 ** ((target_db - loudness) / 20)), rate, 10 ** (peak_db / 20))


def _spoken(found: Levels, limit: float) -> NDArray[np.bool_]:
    """Mark hops that hold words, and a breath before and after each."""
    above = found >= limit
    words = _eroded(above, _SHORTEST_WORD)
    near = np.convolve(words.astype(np.intp), np.ones(2 * _BREATH + 1, np.intp))[_BREATH:-_BREATH]
    return near.astype(np.bool_)


def _eroded(marks: NDArray[np.bool_], shortest: int) -> NDArray[np.bool_]:
    """Drop runs of fewer than `shortest` marks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marks.astype(np.int8), [0]])))
    kept = np.zeros_like(marks)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        kept[start:end] = end - start >= shortest
    return kept


def _faded(samples: NDArray[np.int16], rate: int) -> Samples:
    """Give floats that begin and end softly: a cut in the middle of a wave clicks."""
    piece = samples.astype(np.float32) / np.float32(32768)
    length = min(round(rate * _FADE_SECONDS), len(piece) // 2)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    piece[:length] *= ramp
    piece[len(piece) - length :] *= ramp[::-1]
    return piece


def _limited(samples: Samples, rate: int, ceiling: float) -> Samples:
    """Turn down what is louder than `ceiling`, softly.

    Each piece asks for a gain; where two pieces meet, both keep to the lower one, and between, gains run in a line:
    no sample can end above the ceiling.
    """
    length = max(1, round(rate * _PIECE_SECONDS))
    padded = np.pad(samples, (0, -len(samples) % length)).reshape(-1, length)
    wanted = np.minimum(1.0, ceiling / np.maximum(np.abs(padded).max(axis=1), 1e-9))
    around = np.pad(wanted, 1, constant_values=1.0)
    gain = np.minimum(np.minimum(around[:-2], around[2:]), wanted)
    centres = (np.arange(len(gain)) + 0.5) * length
    gains = np.interp(np.arange(len(samples)) + 0.5, centres, gain)
    limited: Samples = samples * gains.astype(np.float32)
    return limited
