"""The page inside a bundle: shows the video and how it was made from its folder, without a script or a network."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from lib.forms.draft import Order, OrderFile, citation_label, voice_of
from lib.forms.form import ModelForm
from lib.tokens import as_root_style

# Forbids everything but what lies beside the page; there is no script in it to begin with.
_POLICY = "default-src 'none'; img-src * data:; media-src *; style-src 'unsafe-inline'"

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 960px; padding: 32px 20px 64px;
  background: var(--r2v-bg); color: var(--r2v-ink); }
h1 { font-size: 20px; margin: 0 0 16px; } h2 { font-size: 16px; margin: 32px 0 12px; }
video.film { display: block; width: auto; max-width: 100%; max-height: 80vh; margin: 0 auto;
  background: var(--r2v-screen); border-radius: var(--r2v-radius-large); }
p.prompt { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
p.note { color: var(--r2v-dim); margin: 8px 0 0; }
ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 16px;
  grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
li { min-width: 0; }
li img, li video { width: 100%; height: 150px; object-fit: cover; border-radius: var(--r2v-radius-small);
  background: var(--r2v-surface); }
audio { width: 100%; margin-top: 8px; }
figcaption, dt { color: var(--r2v-dim); font-size: 14px; overflow-wrap: anywhere; }
figure { margin: 0; } dl { display: grid; gap: 4px 24px; grid-template-columns: max-content 1fr; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
"""

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Wan R2V Studio: a video and how it was made</title><style>{style}</style></head>
<body>
<h1>A video and how it was made</h1>
<video class="film" src="video.mp4" poster="poster.jpg" controls playsinline loop preload="metadata"></video>
{note}
<h2>Prompt</h2><p class="prompt">{prompt}</p>
{rewritten}
<h2>References</h2><ul>{references}</ul>
<h2>Settings</h2><dl>{settings}</dl>
<p class="note">Drop this bundle, or the video alone, on Wan R2V Studio to have its form back.</p>
</body></html>
"""


def offline_page(told: Mapping[str, Any], order: Order, form: ModelForm | None, names: Mapping[str, str]) -> str:
    """Write the page. `told` is the bundle's JSON, `names` each file's name in the bundle by its hash."""
    rewritten = told.get("rewritten_prompt")
    again = f'<h2>As the service rewrote it</h2><p class="prompt">{escape(rewritten)}</p>' if rewritten else ""
    return _PAGE.format(
        policy=escape(_POLICY),
        style=as_root_style() + _STYLE,
        note=f'<p class="note">{escape(told["note"])}</p>' if "note" in told else "",
        prompt=escape(order.prompt),
        rewritten=again,
        references="".join(_references(order, form, names)),
        settings="".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in _settings(told, order)),
    )


def _references(order: Order, form: ModelForm | None, names: Mapping[str, str]) -> Iterator[str]:
    for item, index in order.numbered():
        label = citation_label(form, item.field, index)
        name = f"{label} · {item.title}"
        yield f"<li><figure>{_shown(item.file, names)}<figcaption>{escape(name)}</figcaption></figure>"
        if item.voice is not None:
            said = f"{voice_of(item.called or label)} · {item.voice.name}"
            yield f"<figure>{_shown(item.voice, names)}<figcaption>{escape(said)}</figcaption></figure>"
        yield "</li>"


def _shown(file: OrderFile, names: Mapping[str, str]) -> str:
    name = names.get(file.sha256)
    if name is None:
        return "<p>Not in this bundle.</p>"
    source = escape(quote(name))
    if file.mime.startswith("video/"):
        return f'<video src="{source}" controls playsinline muted preload="metadata"></video>'
    if file.mime.startswith("audio/"):
        return f'<audio src="{source}" controls preload="none"></audio>'
    return f'<img src="{source}" alt="">'


def _settings(told: Mapping[str, Any], order: Order) -> Iterator[tuple[str, str]]:
    yield "model", order.model
    for name, value in order.values.items():
        if name != "prompt" and value not in (None, ""):
            yield name.replace("_", " "), str(value)
    for name in ("service", "region", "task_id", "billed_seconds", "created", "ended", "app"):
        if told.get(name) not in (None, ""):
            yield name.replace("_", " "), str(told[name])
