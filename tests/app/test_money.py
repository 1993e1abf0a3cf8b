"""The owner's money at the outward interface: one visitor asks fifty times at once, and five times is paid for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from lib.ui.visitors import MARK_LENGTH
from tests.app.conftest import ACCESS_CODE, OWNER_CODE, OWNERS_KEY, PER_VISITOR, OpenApp
from tests.makers import make_picture

AT_ONCE = 50
PAID_FOR = 5
FORM: dict[str, Any] = {"duration": 2, "resolution": "720P", "service": "dashscope"}


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_picture(tmp_path_factory.mktemp("pictures") / "anna.png")


def client(app: OpenApp, **headers: str) -> Client:
    # Fifty at once on a busy machine take longer than a client waits by itself.
    return Client(app.address, headers=headers, verbose=False, httpx_kwargs={"timeout": 120})


def test_fifty_at_once_spend_no_more_than_a_visitor_may(open_app: OpenApp, picture: Path) -> None:
    visitor = client(open_app, **{"X-Access-Code": ACCESS_CODE})
    references = [handle_file(picture)]

    def ask(number: int) -> str:
        try:
            made = visitor.predict(
                f"Image 1 waves {number} times.", reference_image=references, **FORM, api_name="/submit"
            )
        except Exception as refusal:  # noqa: BLE001 - the client's own kinds; what is said is what counts
            return str(refusal)
        return str(made["job"])

    before = visitor.predict("Image 1 waves.", reference_image=references, duration=2, api_name="/check")
    assert "¥6.50 are left for you today" in before["cost"]["note"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = list(pool.map(ask, range(AT_ONCE)))
    refusals = [one for one in said if " " in one]
    records = [visitor.predict(job, api_name="/job") for job in said if " " not in job]
    # What failed is not charged, and makes room for another.
    charged = [one for one in records if one["state"] not in {"failed", "canceled"}]
    assert len(charged) <= PAID_FOR <= len(records) < AT_ONCE
    assert refusals
    assert {one.partition("It renews at 00:00 UTC")[0] for one in refusals} == {
        "CNY 0.50 of the CNY 6.50 a day for each visitor are left on this app's key, and this video may cost CNY 1.20. "
    }
    after = visitor.predict("Image 1 waves.", reference_image=references, duration=2, api_name="/check")
    assert "¥0.50 are left" in after["cost"]["note"]
    (short,) = [one for one in after["findings"] if one["code"] == "budget.short"]
    assert (after["ok"], short["severity"]) == (True, "warning")


def test_a_key_of_ones_own_and_the_sandbox_are_the_way_out(open_app: OpenApp, picture: Path) -> None:
    own = client(open_app, **{"X-Api-Key": "sk-of-a-visitor"})
    form = {"reference_image": [handle_file(picture)], **FORM}
    assert own.predict("Image 1 hums.", **form, api_name="/submit")["error"] is None
    assert client(open_app).predict("Image 1 sings.", **{**form, "service": "sandbox"}, api_name="/submit")["job"]


def test_guesses_at_the_code_end_and_then_the_right_one_does_not_help(open_app: OpenApp, picture: Path) -> None:
    references = [{"path": upload(open_app, picture), "meta": {"_type": "gradio.FileData"}}]

    def ask(code: str) -> str:
        # A visitor of its own: whoever is shut out for guessing must not be the others' neighbour.
        headers = {"X-Access-Code": code, "X-Forwarded-For": "203.0.113.66"}
        form = {"prompt": "Image 1 knocks.", "reference_image": references, **FORM}
        with httpx.Client(base_url=f"{open_app.address}/gradio_api/", headers=headers, timeout=60) as web:
            event = web.post("call/v2/submit", json=form).json()["event_id"]
            return web.get(f"call/submit/{event}").text

    said = [ask(f"guess-{number}") for number in range(12)]
    assert all("asks for an access code" in one for one in said[:10])
    assert all("Too many wrong codes" in one for one in said[10:])
    assert "Too many wrong codes" in ask(ACCESS_CODE)
    assert all(OWNERS_KEY not in one and ACCESS_CODE not in one for one in said)


def test_the_owner_sees_who_spent_what_and_stops_it(open_app: OpenApp, picture: Path) -> None:
    with httpx.Client(base_url=open_app.address, headers={"X-Owner-Code": OWNER_CODE}, timeout=60) as owner:
        day = owner.get("/owner/spending").raise_for_status().json()
        (visitor,) = [one for one in day["spenders"] if one["amount"] == day["totals"]["CNY"]]
        assert 0 < visitor["amount"] <= PER_VISITOR
        assert visitor["jobs"] >= PAID_FOR
        assert visitor["payer"].isalnum()
        assert (len(visitor["payer"]), day["stopped"]) == (MARK_LENGTH, False)
        assert owner.post("/owner/stop").json()["stopped"] is True
        try:
            other = client(open_app, **{"X-Access-Code": ACCESS_CODE, "X-Forwarded-For": "203.0.113.67"})
            form = {"reference_image": [handle_file(picture)], **FORM}
            verdict = other.predict("Image 1 waves.", duration=2, api_name="/check")
            assert "budget.stopped" in {one["code"] for one in verdict["findings"]}
            with pytest.raises(AppError, match="has stopped spending on its key"):
                other.predict("Image 1 leaves.", **form, api_name="/submit")
        finally:
            assert owner.post("/owner/go").json()["stopped"] is False
        assert other.predict("Image 1 leaves.", **form, api_name="/submit")["error"] is None


def test_nobody_else_sees_or_stops_anything(open_app: OpenApp) -> None:
    guesser = {"X-Forwarded-For": "203.0.113.68"}
    with httpx.Client(base_url=open_app.address, headers=guesser, timeout=60) as web:
        page = web.get("/owner")
        assert (page.status_code, OWNER_CODE in page.text) == (200, False)
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        tries = [web.post("/owner/stop", headers={"X-Owner-Code": code}) for code in ("", "x", *"0123456789")]
        assert [one.status_code for one in tries] == [403] * 10 + [429] * 2
        assert web.get("/owner/spending", headers={"X-Owner-Code": OWNER_CODE}).status_code == 429
    with httpx.Client(base_url=open_app.address, headers={"X-Owner-Code": OWNER_CODE}) as owner:
        assert owner.get("/owner/spending").json()["stopped"] is False


def upload(app: OpenApp, path: Path) -> str:
    files = [("files", (path.name, path.read_bytes()))]
    told: list[str] = httpx.post(f"{app.address}/gradio_api/upload", files=files, timeout=60).raise_for_status().json()
    return told[0]
