"""Wan R2V Studio: the rooms behind app.py."""
