"""What a person does with the tray's cards in a real browser: move, remove, replace, undo, give a voice."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.tray_driver import CARDS, INPUT, Trays, bring, card, carry, centre, expect_seen, names_shown

pytestmark = pytest.mark.browser

FRAME_INPUT = "#first-frame input[type=file]"


def test_removed_cards_come_back_to_their_places(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png", media / "three.png")
    card(page, 1).hover()
    page.get_by_label("Remove Image 1", exact=True).click()
    page.get_by_label("Remove Image 1", exact=True).click()
    expect_seen(page, "three.png")
    expect(page.locator("#references .r2v-tray-undo")).to_contain_text("Image 1 removed")
    page.click("#references .r2v-tray-undo-button")
    page.click("#references .r2v-tray-undo-button")
    expect_seen(page, "one.png", "two.png", "three.png")
    expect(page.locator("#references .r2v-tray-undo")).to_be_hidden()
    assert len(trays.changes[-1]) == 3


@pytest.mark.usefixtures("trays")
def test_the_keys_of_a_card_go_on_after_it_was_replaced_and_after_undo(page: Page, media: Path) -> None:
    # Kept on from the start: a chooser is only caught once that has been asked for, and a key is quicker.
    page.on("filechooser", lambda _: None)
    bring(page, media / "one.png", media / "two.png")
    body = card(page, 1).locator(".r2v-ref-body")
    body.focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(media / "three.png")
    expect_seen(page, "three.png", "two.png")
    expect(body).to_be_focused()
    page.keyboard.press("Control+z")
    expect_seen(page, "one.png", "two.png")
    expect(body).to_be_focused()
    with page.expect_file_chooser():
        page.keyboard.press("Enter")


def test_the_offer_to_undo_ends(trays: Trays, page: Page, media: Path) -> None:
    page.clock.install()
    page.goto(trays.address)
    bring(page, media / "one.png")
    card(page, 1).locator(".r2v-ref-body").press("Delete")
    expect(page.locator("#references .r2v-tray-undo")).to_be_visible()
    page.clock.fast_forward(8500)
    expect(page.locator("#references .r2v-tray-undo")).to_be_hidden()
    # Where the card was, the empty place takes the focus: the keyboard stays in the tray.
    expect(page.locator("#references .r2v-tray-slot")).to_be_focused()


@pytest.mark.usefixtures("trays")
def test_a_card_is_dragged_to_another_place(page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png", media / "three.png")
    page.mouse.move(*centre(card(page, 1)))
    page.mouse.down()
    page.mouse.move(*centre(card(page, 2)), steps=6)
    page.mouse.move(*centre(card(page, 3)), steps=6)
    page.mouse.up()
    expect_seen(page, "two.png", "three.png", "one.png")
    assert names_shown(page) == ["two.png", "three.png", "one.png"]
    expect(page.locator("#references .r2v-ref-label")).to_have_text(["Image 1", "Image 2", "Image 3"])


def test_escape_puts_a_dragged_card_back(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png")
    page.mouse.move(*centre(card(page, 1)))
    page.mouse.down()
    page.mouse.move(*centre(card(page, 2)), steps=6)
    expect(page.locator(".r2v-held")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert names_shown(page) == ["one.png", "two.png"]
    assert len(trays.changes[-1]) == 2
    assert [item["name"] for item in trays.changes[-1]] == ["one.png", "two.png"]


@pytest.mark.usefixtures("trays")
def test_the_keyboard_moves_and_removes(page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png")
    body = card(page, 1).locator(".r2v-ref-body")
    body.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect_seen(page, "two.png", "one.png")
    expect(card(page, 2).locator(".r2v-ref-body")).to_be_focused()
    expect(page.locator("#references [role=status]")).to_have_text("Image 2, place 2 of 2")
    page.keyboard.press("ArrowLeft")
    expect(card(page, 1).locator(".r2v-ref-body")).to_be_focused()
    page.keyboard.press("Delete")
    expect_seen(page, "one.png")
    expect(card(page, 1).locator(".r2v-ref-body")).to_be_focused()
    page.keyboard.press("Control+z")
    expect_seen(page, "two.png", "one.png")


@pytest.mark.usefixtures("trays")
def test_a_file_dropped_on_a_card_replaces_it(page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png")
    carry(page, media / "three.png", "image/png", "dragover", f"{CARDS}:nth-child(1) .r2v-ref-frame")
    expect(card(page, 1).locator(".r2v-ref-over")).to_have_text("Replace")
    carry(page, media / "three.png", "image/png", "drop", f"{CARDS}:nth-child(1) .r2v-ref-frame")
    expect_seen(page, "three.png", "two.png")
    page.click("#references .r2v-tray-undo-button")
    expect_seen(page, "one.png", "two.png")


def test_a_voice_is_added_heard_and_removed(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png")
    page.get_by_role("button", name="Add a voice to Image 1").click()
    expect(page.get_by_role("menu")).to_contain_text("the words come from the prompt")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="This device").click()
    chooser.value.set_files(media / "voice.wav")
    expect(card(page, 1).locator(".r2v-ref-file")).to_have_text("voice")
    play = page.get_by_label("Play the voice of Image 1")
    expect(play).to_be_enabled()
    play.click()
    expect(page.get_by_label("Pause the voice of Image 1")).to_be_visible()
    expect(page.get_by_label("Play the voice of Image 1")).to_be_visible()
    voice = trays.changes[-1][0]["voice"]
    assert voice["name"] == "voice.wav"
    assert Path(voice["path"]).read_bytes() == (media / "voice.wav").read_bytes()
    # Once it is known whose it is, that comes before the file's name.
    card(page, 1).locator(".r2v-ref-body").press("F2")
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")
    expect(card(page, 1).locator(".r2v-ref-name > span")).to_have_text(["Voice of Anna", "voice"])
    page.get_by_label("Remove the voice of Anna").click()
    expect(page.get_by_role("button", name="Add a voice to Image 1")).to_be_focused()
    page.click("#references .r2v-tray-undo-button")
    expect(card(page, 1).locator(".r2v-ref-file")).to_have_text("voice")


@pytest.mark.usefixtures("trays")
def test_a_sound_dropped_on_a_card_becomes_its_voice(page: Page, media: Path) -> None:
    bring(page, media / "one.png")
    carry(page, media / "voice.wav", "audio/wav", "drop", f"{CARDS}:nth-child(1) .r2v-ref-frame")
    expect(card(page, 1).locator(".r2v-ref-voice")).to_have_attribute("data-state", "ready")
    assert page.locator(CARDS).count() == 1


@pytest.mark.usefixtures("trays")
def test_the_first_frame_is_one_and_the_next_takes_its_place(page: Page, media: Path) -> None:
    assert page.get_attribute(INPUT, "multiple") is not None
    assert page.get_attribute(FRAME_INPUT, "multiple") is None
    for name in ("one.png", "two.png"):
        page.set_input_files(FRAME_INPUT, media / name)
        shown = page.locator("#first-frame .r2v-ref-body")
        expect(shown).to_have_attribute("aria-label", f"Image 1, {name}")
        expect(page.locator("#first-frame .r2v-ref")).to_have_attribute("data-verdict", "ok")
    assert page.locator("#first-frame .r2v-ref-voice").count() == 0
    page.click("#first-frame .r2v-tray-undo-button")
    expect(page.locator("#first-frame .r2v-ref-body")).to_have_attribute("aria-label", "Image 1, one.png")


def test_a_finger_takes_a_card_by_resting_on_it(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png")
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start, end = centre(card(page, 1)), centre(card(page, 2))
    touch("touchStart", *start)
    expect(page.locator(".r2v-held")).to_have_count(1)
    for share in (0.25, 0.5, 0.75, 1.0):
        touch("touchMove", start[0] + (end[0] - start[0]) * share, start[1])
    touch("touchEnd")
    expect_seen(page, "two.png", "one.png")
    assert len(trays.inputs[-1]) == 2
