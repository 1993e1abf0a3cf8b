"""The app's version, as it stands in what the app makes; `pyproject.toml` says the same, and a test compares them."""

VERSION = "0.1.0"
