"""A moving storyboard of the real references: what the sandbox gives instead of the model's video."""

from lib.sandbox.animatic.render import render
from lib.sandbox.animatic.request import Reference, RenderError, RenderFailed, RenderRequest, RenderStopped

__all__ = ["Reference", "RenderError", "RenderFailed", "RenderRequest", "RenderStopped", "render"]
