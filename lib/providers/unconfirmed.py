"""What is not known of a gateway, in words: for the page a few plain sentences, for the README a table. Pure."""

from collections.abc import Iterator, Mapping

from lib.providers.modelstream_profile import GatewayProfile

# Every attribute of a profile that can be unconfirmed, and what it is to a person.
PARTS: Mapping[str, tuple[str, ...]] = {
    "how several files of a kind, and voices, are sent": ("several",),
    "how large a request may be, and which files go inside it": (
        "inline_total_bytes",
        "inline_small_bytes",
        "inline_documented",
    ),
    "where a task is asked after": ("query_path",),
    "how an answer tells the task, its state, its progress and its video": (
        "task_ids",
        "states_at",
        "states",
        "links",
        "last_links",
        "progress_at",
        "prompts_at",
    ),
    "how an answer tells an error": ("codes", "messages", "fine", "gone", "request_id_headers"),
}
_THE_SAME = "the same"


def unconfirmed_parts(profile: GatewayProfile) -> tuple[str, ...]:
    """Give what is guessed, in words; a part of which everything is known is left out."""
    return tuple(words for words, names in PARTS.items() if any(name in profile.unconfirmed for name in names))


def unconfirmed_table(profile: GatewayProfile) -> str:
    """Give what is guessed and why, and what is not known at all, as Markdown."""
    return "\n".join(_rows(profile))


def _rows(profile: GatewayProfile) -> Iterator[str]:
    yield "| unconfirmed | in the profile | why |"
    yield "|---|---|---|"
    for words, names in PARTS.items():
        open_names = [name for name in names if name in profile.unconfirmed]
        if open_names:
            reasons = dict.fromkeys(profile.unconfirmed[name] for name in open_names)
            why = "; ".join(reason for reason in reasons if reason != _THE_SAME)
            yield f"| {words} | {', '.join(f'`{name}`' for name in open_names)} | {why} |"
    for words in profile.unknown:
        yield f"| {words} | | no page says |"
