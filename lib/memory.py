"""The process's memory: few heaps, so that many jobs leave nothing behind in each; no search for cycles in a start."""

import ctypes
import gc
import platform

# glibc gives threads a heap each, up to eight a core, and what a video's pictures took stays with them.
M_ARENA_MAX = -8
HEAPS = 2


def share_heaps() -> None:
    """Let all threads share two heaps, where the C library is glibc; before the first thread begins."""
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS)


def collect_later() -> None:
    """Look for no cyclic garbage during the start.

    It makes half a million objects that stay, and the collector would walk through them again and again: a quarter of
    the processor time until the page answers.
    """
    gc.disable()


def collect_from_now_on() -> None:
    """Look for cyclic garbage in what is made from now on; what the start made is left alone for good.

    Looking through that once would take a third of a second to free ten thousand small objects.
    """
    gc.freeze()
    gc.enable()
