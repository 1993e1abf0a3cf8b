"""The prompt's rules in a real browser's engine: what it reads is what Python reads."""

from typing import Any

import pytest
from playwright.sync_api import Page

from lib.forms.fields import References, Text
from lib.forms.form import ModelForm
from lib.forms.in_browser import prompt_rules
from lib.forms.models.happyhorse11_r2v import FORM as HORSE
from lib.forms.models.wan27_r2v import FORM as R2V
from lib.forms.prompt import citations
from lib.ui.panels import ASSETS
from tests.forms.builders import FORM
from tests.forms.test_prompt import CITED, HASHED

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

PROMPTS = (
    *CITED,
    "a video 5 seconds long, 视频5秒, image 3 x 4, Video 2.5 and video2,",
    "地图1 短视频2 看图1和图 ２, 图片3，图像 4。",
    "[image 1] [Image 12][Video 3] <<<VIDEO_2>>> <image 4> @ Image 5 @video_6",
    "character 3 and characters 4, Image 1000, Image0, 🎬Image 2🎬",
    "#Actor1 #actor 2 Actor 3",
)
READ = """([script, rules, prompts]) => {
  const { read } = new Function(`${script}; return makeCiting`)()(rules);
  const told = (text, one) => [text.slice(one.start, one.end), one.word, one.number, one.chinese];
  return prompts.map((text) => read(text).map((one) => told(text, one)));
}"""
COUNT = "([script, texts, han]) => texts.map((t) => new Function(`${script}; return lengthOf`)()(t, han))"


def own_pattern() -> ModelForm:
    own: tuple[References, ...] = tuple(HASHED)
    return ModelForm(id="own", title="Own", summary="", fields=own)


@pytest.mark.parametrize("form", [FORM, R2V, HORSE, own_pattern()], ids=lambda form: form.id)
def test_the_browser_finds_the_citations_that_python_finds(page: Page, form: ModelForm) -> None:
    script = (ASSETS / "prompt" / "citing.js").read_text(encoding="utf-8")
    read: list[Any] = page.evaluate(READ, [script, prompt_rules(form), list(PROMPTS)])
    lists = list(form.lists())
    expected = [[[c.text, c.word, c.number, c.chinese] for c in citations(text, lists)] for text in PROMPTS]
    assert read == expected
    assert sum(map(len, expected)) > 20


def test_the_browser_counts_as_the_model_does(page: Page) -> None:
    script = (ASSETS / "prompt" / "citing.js").read_text(encoding="utf-8")
    texts = ["", "a cup", "一杯茶 tea", "🎬 é 𠀀"]
    for form in (R2V, HORSE):
        row = form.get("prompt")
        assert isinstance(row, Text)
        assert page.evaluate(COUNT, [script, texts, row.han]) == [row.length(text) for text in texts]
