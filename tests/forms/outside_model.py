"""A model file from outside, with one parameter of each kind, as a person would write it."""

import json
from pathlib import Path
from typing import Any

MODEL = "studio-9.9"
MIB = 1024 * 1024


def written() -> dict[str, Any]:
    """Give the file's content: only what differs from what is meant without a word."""
    media, parameters = ["input", "media"], "parameters"
    picture = {"kind": "picture", "formats": ["png", "jpeg"], "max_bytes": 2 * MIB, "minimum_side": 100}
    return {
        "id": MODEL,
        "title": "Studio 9.9",
        "services": ["sandbox", "dashscope"],
        "regions": ["cn-beijing"],
        "references": {"fields": ["actor"], "min_items": 0, "max_items": 3},
        "permitted_sets": [["opening"], ["opening", "score"]],
        "prices": [
            {
                "service": "dashscope",
                "region": "cn-beijing",
                "currency": "USD",
                "per_second": {"4K ultra": 0.5},
                "as_of": "2026-11",
            }
        ],
        "form_schema": [
            {"name": "prompt", "type": "string", "path": ["input", "prompt"], "max_length": 80, "required": True},
            {
                "name": "actor",
                "label": "Actors",
                "type": "array",
                "path": media,
                "max_items": 3,
                "citation": {"english": "Actor", "pattern": "#{word}{number}"},
                **picture,
            },
            {
                "name": "voice_of_actor",
                "label": "Voice",
                "type": "array",
                "of": ["actor"],
                "path": media,
                "kind": "sound",
                "formats": ["wav"],
                "max_bytes": MIB,
                "maximum_seconds": 4,
            },
            {"name": "opening", "type": "file", "path": media, "help": "Where it begins.", **picture},
            {
                "name": "score",
                "type": "file",
                "path": ["input", "score_url"],
                "link": True,
                "kind": "sound",
                "formats": ["wav", "mp3"],
                "max_bytes": MIB,
            },
            {
                "name": "resolution",
                "type": "string",
                "path": [parameters, "size"],
                "choices": ["4K ultra"],
                "default": "4K ultra",
            },
            {
                "name": "duration",
                "type": "integer",
                "path": [parameters, "seconds"],
                "minimum": 1,
                "maximum": 8,
                "default": 3,
                "unit": "s",
                "tighter": [{"when": "actor", "maximum": 4}],
            },
            {"name": "slow_motion", "type": "boolean", "path": [parameters, "slow"], "default": True},
            {
                "name": "dice",
                "type": "integer",
                "nullable": True,
                "path": [parameters, "dice"],
                "minimum": 0,
                "maximum": 99,
                "level": "more",
            },
        ],
    }


def without(name: str) -> dict[str, Any]:
    """Give the file with the row of a field taken out."""
    data = written()
    return {**data, "form_schema": [row for row in data["form_schema"] if row["name"] != name]}


def put(folder: Path, data: object, name: str = "studio.json") -> Path:
    """Write a model file; give its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(data), encoding="utf-8")
    return folder
