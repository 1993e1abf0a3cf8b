"""What an empty page shows at the right: one sentence, and three examples that fill the form with one click."""

import gradio as gr

from lib.ui.panels import panel, script
from lib.ui.starters import starters_view

# Beside the result and not inside it: what is in the result is the person's own video.
_WELCOME = """
<section class="r2v-welcome"><h2>{{value.title}}</h2><p>{{value.text}}</p>
  <div class="r2v-starters">{{#each value.starters}}<button type="button" class="r2v-starter"
      data-starter="{{this.id}}"><video muted loop playsinline preload="none" tabindex="-1" aria-hidden="true"
      src="{{this.src}}" poster="{{this.poster}}"></video><span>{{this.title}}</span></button>{{/each}}</div>
</section>
"""


def welcome_panel() -> gr.HTML:
    """Make it; the stylesheet shows it while the result is empty. `starter` tells the example that is clicked."""
    value = {
        "starters": starters_view(),
        "title": "Bring people, things and places. Say what happens. Get a film.",
        "text": "Start from one of these, or drop pictures of your own.",
    }
    return panel(value, _WELCOME, "welcome", script("welcome.js"))
