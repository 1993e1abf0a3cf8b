"""The words around the prompt, in English and Chinese."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "write": "Write {label} into the prompt",
    "picture": "picture",
    "clip": "clip",
    "sound": "sound",
    "other": "file",
    "voice": "with a voice",
    "pick": "References",
    "found_one": "1 reference. Enter writes it, Escape closes.",
    "found_many": "{count} references. Arrow keys choose, Enter writes, Escape closes.",
    "at": "Type @ to name a reference",
}

CHINESE: Mapping[str, str] = {
    "write": "把 {label} 写入提示词",
    "picture": "图片",
    "clip": "视频片段",
    "sound": "声音",
    "other": "文件",
    "voice": "带音色",
    "pick": "参考素材",
    "found_one": "1 个参考素材。按回车写入，按 Esc 关闭。",
    "found_many": "{count} 个参考素材。方向键选择，回车写入，Esc 关闭。",
    "at": "输入 @ 可引用参考素材",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}
