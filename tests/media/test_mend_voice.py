"""Repairs of voices: the best ten seconds, at a good level, as a WAV that passes."""

import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lib.forms.fields import MIB
from lib.media.mend import Choice, MendFailed, Repair
from tests.makers import make_clip, make_voice
from tests.media.mended import VOICE, Bench
from tests.media.specimens import surround, with_cover

RATE = 44100
Sound = NDArray[np.float64]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "mended"
    folder.mkdir()
    return Bench(folder=folder)


def words(hertz: float, seconds: float, level_db: float) -> Sound:
    """Give a tone that swells four times a second, as syllables do."""
    time = np.arange(round(seconds * RATE)) / RATE
    swell = 0.5 - 0.45 * np.cos(2 * np.pi * 4 * time)
    tone = swell * np.sin(2 * np.pi * hertz * time)
    loud: Sound = tone * 10 ** (level_db / 20) / np.sqrt(np.mean(tone**2))
    return loud


def rest(seconds: float, level_db: float = -90) -> Sound:
    return np.random.default_rng(1).normal(0, 10 ** (level_db / 20), round(seconds * RATE))


def save(path: Path, *parts: Sound, channels: int = 1) -> Path:
    samples = (np.clip(np.concatenate(parts), -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.repeat(samples, channels).tobytes())
    return path


def load(path: Path) -> Sound:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def share_of(hertz: float, samples: Sound) -> float:
    """Give the share of the energy within 20 Hz of a tone."""
    energy = np.abs(np.fft.rfft(samples)) ** 2
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(energy[np.abs(frequency - hertz) < 20].sum() / energy.sum())


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.ogg", "a.m4a", "a.aac"])
@pytest.mark.parametrize("seconds", [3.0, 14.0])
def test_any_sound_becomes_a_wav_at_a_good_level(name: str, seconds: float, bench: Bench, tmp_path: Path) -> None:
    source = make_voice(tmp_path / name, seconds=seconds, level_db=-42)
    made, facts = bench.mend(Repair.VOICE_CONVERT, source, VOICE)
    assert (facts.format, facts.audio_codec) == ("wav", "pcm_s16le")
    assert facts.seconds == pytest.approx(min(seconds, 10), abs=0.1)
    assert facts.loudness_db == pytest.approx(-20, abs=0.5)
    assert len(load(made)) <= 10 * RATE


def test_the_loudest_speech_is_chosen(bench: Bench, tmp_path: Path) -> None:
    quiet, loud = words(300, 20, -38), words(700, 11, -24)
    source = save(tmp_path / "a.wav", rest(8), quiet, rest(3), loud, rest(2), quiet)
    made, facts = bench.mend(Repair.VOICE_TRIM, source, VOICE)
    assert facts.seconds == 10
    assert share_of(700, load(made)) > 0.98


def test_pauses_are_skipped(bench: Bench, tmp_path: Path) -> None:
    source = save(tmp_path / "a.wav", *[part for _ in range(14) for part in (words(440, 1, -26), rest(3))])
    made, facts = bench.mend(Repair.VOICE_TRIM, source, VOICE)
    assert facts.seconds == 10
    levels = np.sqrt(np.mean(load(made).reshape(-1, RATE // 50) ** 2, axis=1))
    assert np.mean(levels > 0.005) > 0.75  # a quarter of it was, before


def test_pauses_are_skipped_in_a_noisy_room(bench: Bench, tmp_path: Path) -> None:
    parts = [part for _ in range(10) for part in (words(440, 2, -24), rest(4, -46))]
    made, _ = bench.mend(Repair.VOICE_TRIM, save(tmp_path / "a.wav", *parts), VOICE)
    assert share_of(440, load(made)) > 0.97
    levels = np.sqrt(np.mean(load(made).reshape(-1, RATE // 50) ** 2, axis=1))
    assert np.mean(levels > 0.02) > 0.65  # the valleys between syllables are as quiet as the room


def test_a_slammed_door_is_no_speech(bench: Bench, tmp_path: Path) -> None:
    slam = rest(0.04, -3)
    parts = rest(2), slam, rest(12), words(300, 12, -34), rest(12), slam, rest(2)
    made, facts = bench.mend(Repair.VOICE_TRIM, save(tmp_path / "a.wav", *parts), VOICE)
    assert share_of(300, load(made)) > 0.95
    assert facts.seconds == 10


def test_no_peak_is_cut_off(bench: Bench, tmp_path: Path) -> None:
    knocks = [part for _ in range(4) for part in (words(440, 1.5, -50), rest(0.01, -12))]
    made, _ = bench.mend(Repair.VOICE_LOUDER, save(tmp_path / "a.wav", *knocks), VOICE)
    assert np.abs(load(made)).max() <= 10 ** (-1 / 20) + 1e-4


def test_a_picked_part_is_kept_with_its_pauses(bench: Bench, tmp_path: Path) -> None:
    parts = words(300, 5, -24), rest(2), words(700, 5, -30), rest(20)
    source = save(tmp_path / "a.wav", *parts)
    choice = Choice(start_seconds=4, end_seconds=8.5)
    made, facts = bench.mend(Repair.VOICE_TRIM, source, VOICE, choice)
    assert facts.seconds == 4.5
    assert np.abs(load(made)[round(1.2 * RATE) : round(2.8 * RATE)]).max() < 0.01
    with pytest.raises(MendFailed, match="too long"):
        bench.mend(Repair.VOICE_TRIM, source, VOICE, Choice(start_seconds=0, end_seconds=12))


def test_the_sound_of_a_clip_is_taken(bench: Bench, tmp_path: Path) -> None:
    made, facts = bench.mend(Repair.VOICE_CONVERT, make_clip(tmp_path / "me.webm", codec="libvpx-vp9"), VOICE)
    assert made.name == "me.wav"
    assert facts.seconds == pytest.approx(2, abs=0.05)
    with pytest.raises(MendFailed):
        bench.mend(Repair.VOICE_CONVERT, make_clip(tmp_path / "a.mp4", sound=False), VOICE)


def test_many_channels_become_one(bench: Bench, tmp_path: Path) -> None:
    surround(tmp_path / "a.m4a")
    rule = replace(VOICE, seconds=None)
    _, facts = bench.mend(Repair.VOICE_CONVERT, tmp_path / "a.m4a", rule)
    assert facts.seconds == pytest.approx(1, abs=0.1)
    _, facts = bench.mend(Repair.VOICE_CONVERT, save(tmp_path / "b.wav", words(440, 2, -30), channels=6), VOICE)
    assert facts.seconds == 2


def test_a_cover_picture_is_left_out(bench: Bench, tmp_path: Path) -> None:
    with_cover(tmp_path / "a.m4a")
    _, facts = bench.mend(Repair.VOICE_CONVERT, tmp_path / "a.m4a", replace(VOICE, seconds=None))
    assert facts.format == "wav"


def test_bytes_bound_the_length_too(bench: Bench, tmp_path: Path) -> None:
    rule = replace(VOICE, max_bytes=MIB // 4)
    _, facts = bench.mend(Repair.VOICE_TRIM, make_voice(tmp_path / "a.wav", seconds=6), rule)
    assert facts.seconds == pytest.approx(2.96, abs=0.03)


def test_a_sparse_voice_is_not_cut_below_the_shortest_that_passes(bench: Bench, tmp_path: Path) -> None:
    source = save(tmp_path / "a.wav", rest(9), words(440, 0.3, -24), rest(9))
    made, facts = bench.mend(Repair.VOICE_TRIM, source, VOICE)
    assert facts.seconds == 10
    assert share_of(440, load(made)) > 0.9


@pytest.mark.parametrize("name", ["a.wav", "a.flac"])
def test_silence_is_no_voice(name: str, bench: Bench, tmp_path: Path) -> None:
    source = make_voice(tmp_path / name, level_db=-120)
    with pytest.raises(MendFailed, match="silent"):
        bench.mend(Repair.VOICE_LOUDER, source, VOICE)


def test_a_short_sound_stays_too_short(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(MendFailed, match="too short"):
        bench.mend(Repair.VOICE_LOUDER, make_voice(tmp_path / "a.flac", seconds=0.5), VOICE)


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.ogg", "a.aac"])
def test_noise_behind_a_sounds_first_bytes_is_refused(name: str, bench: Bench, tmp_path: Path) -> None:
    path = make_voice(tmp_path / name)
    path.write_bytes(path.read_bytes()[:24] + np.random.default_rng(1).bytes(400))
    with pytest.raises(MendFailed):
        bench.mend(Repair.VOICE_CONVERT, path, VOICE)
    assert list(bench.folder.iterdir()) == []
