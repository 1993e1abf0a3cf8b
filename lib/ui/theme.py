"""The look as Gradio's theme: neutrals, one accent, one type family from the system."""

import gradio as gr
from gradio.themes.utils import colors, sizes

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

# Gradio's own variables; ours are in assets/style.css, with the same colours.
_VARIABLES = {
    "body_background_fill": "#ffffff",
    "body_background_fill_dark": "#101113",
    "background_fill_primary": "#ffffff",
    "background_fill_primary_dark": "#101113",
    "background_fill_secondary": "#f7f7f8",
    "background_fill_secondary_dark": "#17181b",
    "block_background_fill": "transparent",
    "block_background_fill_dark": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_label_background_fill": "transparent",
    "block_label_background_fill_dark": "transparent",
    "block_label_border_width": "0px",
    "block_label_text_color": "#62626b",
    "block_label_text_color_dark": "#a1a1aa",
    "block_title_text_weight": "500",
    "block_title_text_size": "13px",
    "block_title_text_color": "#3f3f46",
    "block_title_text_color_dark": "#d4d4d8",
    "block_info_text_color": "#62626b",
    "block_info_text_color_dark": "#a1a1aa",
    "input_background_fill": "#ffffff",
    "input_background_fill_dark": "#17181b",
    "input_border_color": "#d9d9de",
    "input_border_color_dark": "#34363b",
    "input_border_width": "1px",
    "input_radius": "10px",
    "input_shadow": "none",
    "input_shadow_focus": "0 0 0 3px #99f6e4",
    "input_shadow_focus_dark": "0 0 0 3px #115e59",
    "button_primary_background_fill": "#0f766e",
    "button_primary_background_fill_hover": "#115e59",
    "button_primary_background_fill_dark": "#0f766e",
    "button_primary_background_fill_hover_dark": "#0d9488",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#ffffff",
    "button_large_radius": "10px",
    "button_small_radius": "8px",
    "checkbox_label_background_fill": "transparent",
    "checkbox_label_background_fill_dark": "transparent",
    "checkbox_label_background_fill_selected": "#e6f5f3",
    "checkbox_label_background_fill_selected_dark": "#12312e",
    "checkbox_label_border_color": "#d9d9de",
    "checkbox_label_border_color_dark": "#34363b",
    "checkbox_label_border_width": "1px",
    "checkbox_label_padding": "6px 12px",
    "slider_color": "#0f766e",
    "slider_color_dark": "#2dd4bf",
    "panel_border_width": "0px",
    "layout_gap": "16px",
}


def build_theme() -> gr.themes.Base:
    """Give the theme; the tokens of our own panels are in `assets/style.css`."""
    theme = gr.themes.Base(
        primary_hue=colors.teal,
        secondary_hue=colors.teal,
        neutral_hue=colors.zinc,
        radius_size=sizes.radius_md,
        spacing_size=sizes.spacing_sm,
        text_size=sizes.text_md,
        font=_SANS,
        font_mono=_MONO,
    )
    return theme.set(**_VARIABLES)
