"""Measures how soon a key that is pressed in the prompt is seen, and how soon the verdict on it is."""

from playwright.sync_api import Page

# A frame is painted before a message that its animation callback sent arrives.
_WATCH = """() => {
  const again = Boolean(window.keyMilliseconds);
  window.keyMilliseconds = [];
  if (again) return;
  document.addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.keyMilliseconds.push(performance.now() - timeStamp);
      channel.port2.postMessage(0);
    });
  }, true);
}"""
_VERDICT = """(words) => {
  const findings = document.querySelector('#findings');
  window.verdictMilliseconds = null;
  document.addEventListener('keydown', ({ timeStamp }) => {
    const watch = new MutationObserver(() => {
      if (!findings.innerText.includes(words)) return;
      window.verdictMilliseconds = performance.now() - timeStamp;
      watch.disconnect();
    });
    watch.observe(findings, { subtree: true, childList: true, characterData: true });
  }, { capture: true, once: true });
}"""


def milliseconds_to_paint(page: Page, text: str, delay: float = 50) -> list[float]:
    """Type a text and give each key's milliseconds until its frame was painted, the least first."""
    page.evaluate(_WATCH)
    page.keyboard.type(text, delay=delay)
    page.wait_for_function("(count) => window.keyMilliseconds.length >= count", arg=len(text))
    return sorted(page.evaluate("() => window.keyMilliseconds"))


def milliseconds_to_verdict(page: Page, key: str, words: str) -> float:
    """Press a key and give the milliseconds until the findings say `words`, which they didn't before."""
    page.evaluate(_VERDICT, words)
    page.keyboard.press(key)
    page.wait_for_function("() => window.verdictMilliseconds !== null")
    return float(page.evaluate("() => window.verdictMilliseconds"))
