"""Which language a visitor reads: chosen on the page, else the browser's; a program that names none gets English."""

from collections.abc import Mapping

from gradio.context import LocalContext

ENGLISH, CHINESE = "en", "zh-CN"
# The page sends it with every call (`assets/language.js`), for in another site's frame there may be no cookies.
HEADER = "x-r2v-language"
COOKIE = "r2v-language"
PARAMETER = "language"


def event_language() -> str:
    """Give the language of the event that is being handled; English outside of one, and for a program's call."""
    request = LocalContext.request.get(None)
    headers = getattr(request, "headers", None)
    return known(headers.get(HEADER, "")) or ENGLISH if headers is not None else ENGLISH


def page_language(parameters: Mapping[str, str], cookies: Mapping[str, str], accepted: str) -> str:
    """Give the language in which to serve the page: the address's, the one chosen before, or the browser's."""
    chosen = known(parameters.get(PARAMETER, "")) or known(cookies.get(COOKIE, ""))
    return chosen or preferred(accepted)


def known(tag: str) -> str:
    """Give the language of ours that a tag like `zh-Hans-CN` means, empty for another one."""
    first = tag.strip().lower().split("-")[0]
    return {"en": ENGLISH, "zh": CHINESE}.get(first, "")


def preferred(accepted: str) -> str:
    """Give the language of ours that an Accept-Language header likes best; English where it likes neither."""
    liked = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, quality = part.partition(";")
        weight = _weight(quality)
        if known(tag) and weight > 0:
            liked.append((-weight, place, known(tag)))
    return min(liked)[2] if liked else ENGLISH


def _weight(quality: str) -> float:
    name, _, number = quality.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
