"""Our style as Gradio would write it into the page: each rule once more, for what is inside Gradio's container (6.31).

Gradio does that in the browser at each visit, a rule at a time. Done here, it is a file that the browser keeps, and it
is there before Gradio: the form that stands first is dressed by the same rules. That form has a class where Gradio's
has an id, so that nobody who looks for the id finds two.
"""

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ID = re.compile(r"#([a-z][\w-]*)")
_IN_BLOCKS = ("@media",)


def standing_in(name: str) -> str:
    """Give the class that stands for an element's id in the form that comes first."""
    return f"r2v-as-{name}"


def as_gradio_writes_it(css: str, version: str) -> str:
    """Give a style with Gradio's repetition; `version` is Gradio's, as its settings tell it.

    Rules lie in nothing but `@media`. Raises ValueError where a block doesn't end.
    """
    inside = f".gradio-container.gradio-container-{version.replace('.', '-')} .contain"
    parts = []
    for head, body in _blocks(_COMMENT.sub("", css)):
        if head.startswith(_IN_BLOCKS):
            rules = "".join(f"{_listed(_repeated(one, own, inside))}{{{own}}}" for one, own in _blocks(body))
            parts.append(f"{head}{{{rules}}}")
        elif head.startswith("@"):
            parts.append(f"{head}{{{body}}}")
        else:
            parts.append(f"{_listed(head)}{{{body}}}{_listed(_repeated(head, body, inside))}{{{body}}}")
    return "\n".join(parts)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Give what stands before each block, and the block."""
    at = 0
    while (start := css.find("{", at)) >= 0:
        deep, end = 1, start + 1
        while deep:
            found = re.compile(r"[{}]").search(css, end)
            if found is None:
                message = f"a block of the style doesn't end: {css[at : at + 80]!r}"
                raise ValueError(message)
            deep, end = deep + (1 if found[0] == "{" else -1), found.end()
        yield css[at:start].strip(), css[start + 1 : end - 1].strip()
        at = end


def _repeated(selectors: str, body: str, inside: str) -> str:
    """Give the selectors for what is inside, as Gradio makes them: it cuts at every comma."""
    dark = ".dark" if ".dark" in f"{selectors}{{{body}}}" else ""
    return ",".join(f"{dark} {inside} {one.strip()}" for one in selectors.replace(".dark", "", 1).split(","))


def _listed(selectors: str) -> str:
    """Add what the same selectors are where a class stands for an id, of the id's own weight."""
    if not _ID.search(selectors):
        return selectors
    return f"{selectors},{_ID.sub(lambda found: f'.{standing_in(found[1])}:not(#r2v)', selectors)}"
