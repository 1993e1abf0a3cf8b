"""The look as Gradio's theme: neutrals, one accent, one type family from the system."""

import gradio as gr
from gradio.themes.utils import colors, sizes

from lib.tokens import tokens

_SANS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "PingFang SC",
    "Noto Sans CJK SC",
    "sans-serif",
)
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")

# Gradio's own variables by our tokens; in the dark each has the same token's dark value.
_BY_TOKEN = {
    "body_background_fill": "bg",
    "background_fill_primary": "bg",
    "background_fill_secondary": "surface",
    "block_label_text_color": "dim",
    "block_title_text_color": "label",
    "block_info_text_color": "dim",
    "input_background_fill": "float",
    "input_border_color": "edge",
    "button_primary_background_fill": "fill",
    "button_primary_background_fill_hover": "fill-hover",
    "button_primary_text_color": "on-fill",
    "checkbox_label_background_fill_selected": "accent-soft",
    "checkbox_label_border_color": "edge",
    "checkbox_background_color_selected": "fill",
    "checkbox_border_color_selected": "fill",
    "checkbox_border_color_focus": "fill",
    "input_border_color_focus": "accent",
    "slider_color": "accent",
}
_SIZES = {
    "block_title_text_size": "text",
    "input_radius": "radius",
    "button_large_radius": "radius",
    "button_small_radius": "radius-small",
}
_PLAIN = {
    "block_background_fill": "transparent",
    "block_background_fill_dark": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_label_background_fill": "transparent",
    "block_label_background_fill_dark": "transparent",
    "block_label_border_width": "0px",
    "block_title_text_weight": "500",
    "input_border_width": "1px",
    "input_shadow": "none",
    "checkbox_label_background_fill": "transparent",
    "checkbox_label_background_fill_dark": "transparent",
    "checkbox_label_border_width": "1px",
    "checkbox_label_padding": "6px 12px",
    "panel_border_width": "0px",
    "layout_gap": "16px",
}
# The tones of the accent, light to dark, for what of Gradio's no variable above reaches.
_TONES = (
    ("c50", "accent-soft", False),
    ("c100", "accent-soft", False),
    ("c200", "glow", False),
    ("c300", "glow", False),
    ("c400", "accent", True),
    ("c500", "accent", True),
    ("c600", "fill", False),
    ("c700", "fill-hover", False),
    ("c800", "glow", True),
    ("c900", "accent-soft", True),
    ("c950", "accent-soft", True),
)


def build_theme() -> gr.themes.Base:
    """Give the theme; every colour, size and radius in it comes from `assets/tokens.css`."""
    light, dark = tokens(dark=False), tokens(dark=True)
    accent = colors.Color(name="accent", **{tone: tokens(dark=night)[name] for tone, name, night in _TONES})
    theme = gr.themes.Base(
        primary_hue=accent,
        secondary_hue=accent,
        neutral_hue=colors.zinc,
        radius_size=sizes.radius_md,
        spacing_size=sizes.spacing_sm,
        text_size=sizes.text_md,
        font=_SANS,
        font_mono=_MONO,
    )
    return theme.set(
        **_PLAIN,
        **{name: light[token] for name, token in {**_BY_TOKEN, **_SIZES}.items()},
        **{f"{name}_dark": dark[token] for name, token in _BY_TOKEN.items()},
        input_shadow_focus=f"0 0 0 3px {light['glow']}",
        input_shadow_focus_dark=f"0 0 0 3px {dark['glow']}",
    )
