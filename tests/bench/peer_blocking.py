"""A program: the app that many write. Its one event asks the service, then waits and looks until the video is there.

`python -m tests.bench.peer_blocking PORT BASE_URL`. Its queue lets any number of events run at once, which is kinder
than Gradio's default of one; the threads are Gradio's own forty.
"""

import os
import sys
import time

import requests

MODEL = "wan2.7-t2v"
LOOK_SECONDS = 5


def make(base_url: str, prompt: str, key: str) -> str:
    """Ask for a video and wait for it; give its address."""
    headers = {"Authorization": f"Bearer {key}", "X-DashScope-Async": "enable"}
    body = {"model": MODEL, "input": {"prompt": prompt}, "parameters": {"resolution": "720P", "duration": 2}}
    address = f"{base_url}/services/aigc/video-generation/video-synthesis"
    task = requests.post(address, json=body, headers=headers, timeout=30).json()["output"]["task_id"]
    while True:
        time.sleep(LOOK_SECONDS)
        told = requests.get(f"{base_url}/tasks/{task}", headers=headers, timeout=30).json()["output"]
        if told["task_status"] not in {"PENDING", "RUNNING"}:
            return str(told.get("video_url", ""))


def main(port: str, base_url: str) -> None:
    """Serve until stopped."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr  # noqa: PLC0415 - it reads its environment when it is imported

    with gr.Blocks() as page:
        prompt, key, link, told = gr.Textbox(), gr.Textbox(), gr.Textbox(), gr.Textbox()
        gr.Button().click(lambda words, whose: make(base_url, words, whose), [prompt, key], link, api_name="make")
        gr.Button().click(lambda: "here", None, told, api_name="ask")
    page.queue(default_concurrency_limit=None, max_size=1000)
    _, address, _ = page.launch(server_port=int(port), ssr_mode=False, quiet=True, prevent_thread_lock=True)
    sys.stdout.write(f"On {address}\n")
    sys.stdout.flush()
    page.block_thread()


if __name__ == "__main__":
    main(*sys.argv[1:])
