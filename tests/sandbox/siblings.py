"""A request for each of the models beside wan2.7-r2v, from files of the shared folder."""

from collections.abc import Callable
from typing import Any

# By the name of a request: its model, its prompt, the types of its media, its links, and parameters of its own.
REQUESTS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...], dict[str, Any]]] = {
    "words": ("wan2.7-t2v", "A fox runs.", (), (), {}),
    "words and a sound": ("wan2.7-t2v-2026-04-25", "A fox runs.", (), ("audio_url",), {"ratio": "1:1"}),
    "a first frame": ("wan2.7-i2v", "", ("first_frame",), (), {}),
    "a first frame and a sound": ("wan2.7-i2v", "It rains.", ("first_frame", "driving_audio"), (), {}),
    "both frames": ("wan2.7-i2v", "It rains.", ("first_frame", "last_frame"), (), {}),
    "all but a clip": ("wan2.7-i2v", "It rains.", ("first_frame", "last_frame", "driving_audio"), (), {}),
    "a clip": ("wan2.7-i2v", "It rains.", ("first_clip",), (), {"duration": 3}),
    "a clip and a last frame": ("wan2.7-i2v", "It rains.", ("first_clip", "last_frame"), (), {"duration": 4}),
    "an edit": ("wan2.7-videoedit", "", ("video",), (), {"duration": 0, "audio_setting": "origin"}),
    "an edit by a picture": ("wan2.7-videoedit", "As in Image 1.", ("video", "reference_image"), (), {"ratio": "9:16"}),
    "a horse": ("happyhorse-1.1-r2v", "[Image 1] runs.", ("large_image",), (), {"duration": 3, "ratio": "21:9"}),
}
FILES = {
    "first_frame": "picture.png",
    "last_frame": "large.png",
    "driving_audio": "voice.wav",
    "audio_url": "voice.wav",
    "first_clip": "clip.mp4",
    "video": "clip.mp4",
    "reference_image": "picture.png",
    "large_image": "large.png",
}


def request_of(name: str, link: Callable[[str, str], str]) -> dict[str, Any]:
    """Give the body; `link` gives the link of a file of the folder for a model."""
    model, prompt, kinds, links, parameters = REQUESTS[name]
    given: dict[str, Any] = {"prompt": prompt} if prompt else {}
    media = [{"type": kind.replace("large", "reference"), "url": link(FILES[kind], model)} for kind in kinds]
    given |= {"media": media} if media else {}
    given |= {one: link(FILES[one], model) for one in links}
    length = {} if model == "wan2.7-videoedit" else {"duration": 2}
    return {"model": model, "input": given, "parameters": {"resolution": "720P", **length, **parameters}}
