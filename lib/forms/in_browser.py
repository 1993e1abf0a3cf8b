"""The prompt's own rules as a browser reads them, so that nothing that it shows while one types is said twice."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lib.forms.fields import Text
from lib.forms.form import ModelForm
from lib.forms.prompt import CHINESE_WORDS, COMPOUNDS, SHOT, reading

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# What Python escapes and a browser, which takes an unknown escape for a mistake, doesn't.
_NEEDLESS = frozenset("-&~# ")


def javascript(pattern: str) -> str:
    r"""Write a pattern of Python's as one for `new RegExp(…, "u")`.

    The two differ in how a group is named, in which digits `\d` finds and in what may be escaped.
    """

    def escape(match: re.Match[str]) -> str:
        if match[1] == "d":
            return r"\p{Nd}"
        return match[1] if match[1] in _NEEDLESS else match[0]

    return _ESCAPE.sub(escape, pattern).replace("(?P<", "(?<")


def prompt_rules(form: ModelForm) -> Mapping[str, Any]:
    """Give how a model's prompt is counted and cited.

    `most` characters, a Chinese one counting `han`; `citations` the word, form, Chinese word and kind of each list;
    `reading` the pattern that finds citations with its groups, the meaning of Chinese words, the characters that make
    another word of them, and the pattern that finds the heads of shots.
    """
    lists = list(form.lists())
    prompt = form.get("prompt")
    most, han = (prompt.max_chars, prompt.han) if isinstance(prompt, Text) else (0, 1)
    pattern, groups = reading(lists)
    citations = [
        {
            "word": row.citation.english,
            "pattern": row.citation.pattern,
            "chinese": row.citation.chinese,
            "kind": row.rule.kind.value,
        }
        for row in lists
    ]
    return {
        "most": most,
        "han": han,
        "citations": citations,
        "reading": {
            "pattern": javascript(pattern),
            "groups": [asdict(one) for one in groups],
            "chinese": CHINESE_WORDS,
            "compounds": COMPOUNDS,
            "shots": javascript(SHOT.pattern),
        },
    }
