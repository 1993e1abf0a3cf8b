"""What goes through the pipe between the app and a worker: frames with their length, and few kinds of objects.

To the worker goes a pickle. What comes back is read by an unpickler that knows the names below and no others, so that
a decoder that was taken over can't make the app run anything.
"""

import io
import pickle
from typing import Any, BinaryIO

from lib.apart.errors import Broke

_LENGTH_BYTES = 4
# A comment of an MP4 is the longest answer there is.
_LONGEST = 4 << 20

# By module and name, as a pickle names them.
ANSWERS = frozenset(
    {
        *(("lib.facts", name) for name in ("Kind", "Flaw", "MediaInfo", "Playback")),
        *(("lib.errors", name) for name in ("Failure", "InputError", "StorageError")),
        *(("lib.media.mend.limits", name) for name in ("MendFailed", "MendStopped")),
        *(("lib.sandbox.animatic.request", name) for name in ("RenderFailed", "RenderStopped")),
        *(("pathlib", name) for name in ("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")),
        *(("pathlib._local", name) for name in ("PosixPath", "WindowsPath")),  # where Python 3.13 keeps them
        *(("builtins", name) for name in ("OSError", "PermissionError", "FileNotFoundError", "FileExistsError")),
        *(("builtins", name) for name in ("IsADirectoryError", "NotADirectoryError")),
    }
)


class _Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - one of the classes above
        if (module, name) not in ANSWERS:
            raise pickle.UnpicklingError(f"{module}.{name} is no answer")
        return super().find_class(module, name)


def write_frame(pipe: BinaryIO, content: bytes) -> None:
    """Write one frame, at once. Raises OSError: nobody reads."""
    pipe.write(len(content).to_bytes(_LENGTH_BYTES) + content)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> bytes | None:
    """Read one frame; None where the other side is gone, or sends more than any answer holds."""
    head = pipe.read(_LENGTH_BYTES)
    length = int.from_bytes(head)
    if len(head) < _LENGTH_BYTES or length > _LONGEST:
        return None
    content = pipe.read(length)
    return content if len(content) == length else None


def answer_of(content: bytes) -> tuple[str, Any]:
    """Read an answer: its kind, and what it holds. Raises Broke: it is none."""
    try:
        kind, held = _Answers(io.BytesIO(content)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError) as error:
        raise Broke("the worker's answer can't be read") from error
    return str(kind), held


def is_answer(error: Exception) -> bool:
    """Tell whether an error may go through the pipe as it is."""
    return (type(error).__module__, type(error).__qualname__) in ANSWERS
