"""A program: an empty Gradio app, the least that a page of Gradio costs. `python -m tests.bench.peer_gradio PORT`."""

import os
import sys


def main(port: str) -> None:
    """Serve until stopped."""
    # As ours: nothing is sent anywhere.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr  # noqa: PLC0415 - it reads its environment when it is imported

    with gr.Blocks() as page:
        gr.Markdown("Empty.")
    _, address, _ = page.launch(server_port=int(port), ssr_mode=False, quiet=True, prevent_thread_lock=True)
    sys.stdout.write(f"On {address}\n")
    sys.stdout.flush()
    page.block_thread()


if __name__ == "__main__":
    main(sys.argv[1])
