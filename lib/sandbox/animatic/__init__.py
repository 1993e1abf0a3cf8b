"""A moving storyboard of the real references: what the sandbox gives instead of the model's video."""

from lib.sandbox.animatic.request import Reference, RenderError, RenderFailed, RenderRequest, RenderStopped
from lib.sandbox.animatic.safely import render

__all__ = ["Reference", "RenderError", "RenderFailed", "RenderRequest", "RenderStopped", "render"]
