"""What a repair writes, by our short names, and FFmpeg's readers for what it takes: more than a check opens."""

PICTURE_FORMATS = {"jpeg", "png"}
CLIP_FORMAT = "mp4"
VOICE_FORMAT = "wav"
# The pictures that are unpacked, and so can be repaired.
PICTURES_READ = frozenset({"jpeg", "png", "bmp", "webp", "gif", "tiff", "avif", "heic", "psd"})

# Each reader is named to FFmpeg, which then refuses every other container; left to guess, it opens a playlist named
# `.mp4` and all that it lists. None of these opens a second file.
CLIP_DEMUXERS = {
    "mp4": "mov",
    "mov": "mov",
    "3gp": "mov",
    "webm": "matroska",
    "mkv": "matroska",
    "avi": "avi",
    "flv": "flv",
    "wmv": "asf",
    "mpeg": "mpeg",
    "ts": "mpegts",
}
SOUND_DEMUXERS = {
    "wav": "wav",
    "rf64": "wav",
    "mp3": "mp3",
    "m4a": "mov",
    "aac": "aac",
    "flac": "flac",
    "ogg": "ogg",
    "aiff": "aiff",
    "amr": "amr",
}
