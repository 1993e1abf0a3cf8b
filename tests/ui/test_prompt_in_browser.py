"""The prompt's rules in a real browser's engine: what it reads is what Python reads."""

from typing import Any

import pytest
from playwright.sync_api import Page

from lib.forms.fields import References, Text
from lib.forms.form import ModelForm
from lib.forms.in_browser import prompt_rules
from lib.forms.models.happyhorse11_r2v import FORM as HORSE
from lib.forms.models.wan27_r2v import FORM as R2V
from lib.forms.prompt import SHOT, citations
from lib.ui.panels import ASSETS
from tests.forms.builders import FORM
from tests.forms.test_prompt import CITED, HASHED

pytestmark = pytest.mark.browser

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


SHOTS = (
    "Scene 1 [0-3s]: A. Scene 2 [3-5.25 s] B. shot3[5–9]",
    "第1个镜头[0-3秒]：图1。第二个场景 [3~5秒] 笑 第 十 镜头[5—6]",
    "Crimescene 1 [0-3s], Scene 2, [3-5s], Scene １ [０-２s]",
)
HEADS = """([pattern, prompts]) => prompts.map((text) => [...text.matchAll(new RegExp(pattern, 'giu'))].map((head) =>
  [head[0], head.groups.latin ?? null, head.groups.han ?? null, head.groups.start, head.groups.end]))"""


def test_the_browser_finds_the_shots_that_python_finds(page: Page) -> None:
    read = page.evaluate(HEADS, [prompt_rules(R2V)["reading"]["shots"], list(SHOTS)])
    names = ("latin", "han", "start", "end")
    expected = [[[head[0], *(head[name] for name in names)] for head in SHOT.finditer(text)] for text in SHOTS]
    assert read == expected
    assert [len(heads) for heads in read] == [3, 3, 1]
