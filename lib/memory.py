"""The process's heaps: few, so that many jobs at once leave no memory behind in each of their threads."""

import ctypes
import platform

# glibc gives threads a heap each, up to eight a core, and what a video's pictures took stays with them.
M_ARENA_MAX = -8
HEAPS = 2


def share_heaps() -> None:
    """Let all threads share two heaps, where the C library is glibc; before the first thread begins."""
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS)
