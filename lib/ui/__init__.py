"""The page and the endpoints: the only room that knows Gradio."""
