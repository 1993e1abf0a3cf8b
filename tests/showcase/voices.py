"""The examples' voices, made by us: a buzz shaped as the mouth shapes it, saying vowels. A timbre, not words."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
# The first three resonances of a mouth in Hz, for each vowel; Peterson and Barney's classic averages, rounded.
VOWELS = {"a": (730, 1090, 2440), "e": (530, 1840, 2480), "i": (270, 2290, 3010), "o": (570, 840, 2410)}
WIDTHS_HZ = (80.0, 100.0, 130.0)

Signal = NDArray[np.float64]


def speak(target: Path, *, vowels: str, pitch_hz: float, size: float, seconds: float = 2.4) -> None:
    """Write a voice as WAV, mono: `size` moves the resonances, 1 is a grown man's mouth, more a smaller one."""
    each = int(RATE * seconds / len(vowels))
    parts = [_vowel(VOWELS[name], _pitch(pitch_hz, each, number), size) for number, name in enumerate(vowels)]
    sound = np.concatenate(parts)
    samples = (sound / np.abs(sound).max() * 0.7 * 32767).astype("<i2")
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def _pitch(base: float, count: int, number: int) -> Signal:
    """Let each syllable fall a little, and the voice waver as voices do."""
    time = np.arange(count) / RATE
    fall = 1.12 - 0.18 * np.linspace(0, 1, count) + (0.06 if number % 2 else 0.0)
    return np.asarray(base * fall * (1 + 0.015 * np.sin(2 * np.pi * 5.2 * time)), dtype=np.float64)


def _vowel(formants: tuple[int, ...], pitch: Signal, size: float) -> Signal:
    phase = np.cumsum(pitch / RATE)
    sound: Signal = 2 * (phase % 1.0) - 1
    for formant, width in zip(formants, WIDTHS_HZ, strict=True):
        sound = _resonance(sound, formant * size, width)
    fade = np.minimum(1.0, np.minimum(np.arange(len(sound)), np.arange(len(sound))[::-1]) / (0.05 * RATE))
    return np.asarray(sound / np.abs(sound).max() * fade, dtype=np.float64)


def _resonance(sound: Signal, frequency: float, width: float) -> Signal:
    """A resonance of two poles, as in Klatt's synthesizer (1980)."""
    radius = np.exp(-np.pi * width / RATE)
    first, second = 2 * radius * np.cos(2 * np.pi * frequency / RATE), -radius * radius
    gain = 1 - first - second
    result = np.zeros_like(sound)
    before = earlier = 0.0
    for index, value in enumerate(sound):
        result[index] = gain * value + first * before + second * earlier
        before, earlier = result[index], before
    return result
