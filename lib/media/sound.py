"""What a sound is: its length and loudness, by decoding its first half minute."""

from dataclasses import replace
from math import log10
from pathlib import Path
from time import monotonic

import av
import numpy as np
from av.container import InputContainer

from lib.facts import Flaw, MediaInfo
from lib.media.container import READERS, open_media
from lib.media.riff import chunks

# A voice is at most 10 seconds (api-facts.md, 2); what comes after 30 changes no judgement.
_SECONDS_HEARD = 30.0
# JSON has no minus infinity; 20 bits of sound go no lower than this.
SILENCE_DB = -120.0
# Encoders pad by less than 0.1 s. A header that promises so much more than there is belongs to a file that was cut.
_PADDING_SECONDS = 0.5
# Writers that don't know the length yet leave one of these.
_LENGTH_UNKNOWN = {0, 0x7FFFFFFF, 0x7FFFF000, 0xFFFFFFFF}


def read_sound(path: Path, facts: MediaInfo, ends: float) -> MediaInfo:
    """Add a sound's facts to `facts`, which tell its format and size in bytes; `ends` is a time of `monotonic`."""
    if facts.format not in READERS:
        return facts
    cut = facts.format == "wav" and _wav_is_cut(path, facts.size_bytes)
    try:
        with open_media(path, facts.format, seconds=ends - monotonic()) as container:
            track = next(iter(container.streams.audio), None)
            if track is None:
                return replace(facts, flaw=Flaw.UNDECODABLE)
            facts = read_track(container, track, facts, ends)
    except av.error.ExitError:
        return replace(facts, flaw=Flaw.TOO_SLOW)
    except av.FFmpegError:
        return replace(facts, flaw=Flaw.TRUNCATED if cut else Flaw.UNDECODABLE)
    return replace(facts, flaw=Flaw.TRUNCATED) if cut else facts


def read_track(container: InputContainer, track: av.AudioStream, facts: MediaInfo, ends: float) -> MediaInfo:
    """Add what the sound track of an open container tells."""
    if track.codec_context is None:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    promised = float(track.duration * track.time_base) if track.duration and track.time_base else None
    facts = replace(facts, has_audio=True, audio_codec=track.codec_context.codec.canonical_name, seconds=promised)
    heard, loudness, finished = _listen(container, track, ends)
    if not heard:
        return replace(facts, flaw=Flaw.TOO_SLOW if monotonic() > ends else Flaw.UNDECODABLE)
    seconds = promised or heard
    if finished and abs(seconds - heard) > _PADDING_SECONDS:
        seconds = heard
    facts = replace(facts, seconds=round(seconds, 3), loudness_db=loudness)
    return replace(facts, flaw=Flaw.TRUNCATED) if promised and promised - seconds > _PADDING_SECONDS else facts


def _listen(container: InputContainer, track: av.AudioStream, ends: float) -> tuple[float, float, bool]:
    """Give the seconds decoded, their RMS in dB below full scale, and whether that was all of it."""
    packed = _packer()
    heard, samples, energy = 0.0, 0, 0.0
    for packet in container.demux(track):
        if heard > _SECONDS_HEARD or monotonic() > ends:
            return heard, _decibels(energy, samples), False
        for frame in _frames(packet):
            try:
                parts = packed.resample(frame)
            except ValueError:  # the rate or the channels changed on the way
                packed = _packer()
                parts = packed.resample(frame)
            heard += frame.samples / frame.sample_rate
            for part in parts:
                values = np.nan_to_num(part.to_ndarray()[0], posinf=1.0, neginf=-1.0).astype(np.float64)
                samples += values.size
                energy += float(np.vdot(values, values))
    return heard, _decibels(energy, samples), True


def _packer() -> av.AudioResampler:
    """Turn any samples into floats of one plane.

    A frame with a plane for each of eight channels or more must not be read directly: PyAV 18.1 looks for the end of
    their list behind it, and the process is gone.
    """
    return av.AudioResampler(format="flt")


def _frames(packet: "av.Packet[av.AudioStream]") -> list[av.AudioFrame]:
    """Decode a packet; a broken one gives nothing, as in FFmpeg's own players."""
    try:
        return [frame for frame in packet.decode() if frame.sample_rate]
    except av.error.InvalidDataError:
        return []


def _decibels(energy: float, samples: int) -> float:
    if not samples or not energy:
        return SILENCE_DB
    return round(max(SILENCE_DB, 10 * log10(energy / samples)), 2)


def _wav_is_cut(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        content = next((chunk for chunk in chunks(file, size) if chunk.name == b"data"), None)
    return content is not None and content.promised not in _LENGTH_UNKNOWN and content.present < content.promised
