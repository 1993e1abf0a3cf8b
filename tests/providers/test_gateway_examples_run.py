"""The examples for the gateway really run too: what arrives is what the app sends, and the video comes back."""

from pathlib import Path
from typing import Any

from lib.forms.draft import Order
from lib.providers.examples import LANGUAGES, request_example
from lib.providers.modelstream import ModelStream
from lib.sandbox import Sandbox, SandboxConfig
from tests.forms.fillings import FORMS
from tests.providers.example_runs import WILD, order_in, run_all
from tests.providers.gateways import gateway_account
from tests.providers.orders import unwatched

FORM = FORMS["wan2.7-r2v"]
PAUSE = {"curl": ("sleep 15", "sleep 1"), "python": ("sleep(15)", "sleep(1)"), "javascript": ("15 * 1000", "1000")}


def test_from_the_files_to_the_video(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    order = order_in(folder, FORM, full=False, names=WILD)
    with Sandbox(SandboxConfig(data_dir=tmp_path / "data", scale=0.25, speed=50.0, rate_limit=False)) as sandbox:
        _send_as_the_app(sandbox, folder, order)
        texts = {}
        for language, (asked, quick) in PAUSE.items():
            text = request_example(FORM, order, "modelstream", f"{sandbox.gateway_url}/v1", language)
            assert text.count(asked) == 1, language
            texts[language] = text.replace(asked, quick)
        ran = run_all(folder, texts, MODELSTREAM_API_KEY="ms-of-the-example")
        bodies: list[Any] = [one.body for one in sandbox.requests if one.method == "POST"]
    assert bodies == [bodies[0]] * (1 + len(texts))
    assert bodies[0]["prompt"] == order.prompt
    for language, one in ran.items():
        assert one.video()[4:8] == b"ftyp", language


def test_the_official_sdk_is_told_to_be_none_for_it(tmp_path: Path) -> None:
    order = order_in(tmp_path, FORM, full=False)
    text = request_example(FORM, order, "modelstream", "https://api.modelstream.ai", "dashscope")
    assert text == "# The official SDK speaks to Model Studio only. For wan2.7-r2v here, take another language.\n"
    assert set(LANGUAGES) - set(PAUSE) == {"dashscope"}


def _send_as_the_app(sandbox: Sandbox, folder: Path, order: Order) -> None:
    client, account = ModelStream(), gateway_account(sandbox.gateway_url)
    links = {
        one.sha256: client.prepare(account, order.model, one, folder / one.name, unwatched) for one in order.files()
    }
    client.submit(account, FORM, order, links)
