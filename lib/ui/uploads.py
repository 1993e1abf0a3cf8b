"""Files from outside: every path is resolved, and must lie in Gradio's own upload cache.

An endpoint declared with `gr.api` hands on `{"path": "/etc/passwd"}` unchecked, so nothing here trusts a path.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from gradio.utils import get_upload_folder

from lib.errors import Failure, PathRefused
from lib.forms.draft import Upload

NAME_LENGTH = 255
# Where this app serves an upload, behind whatever host it is reached at.
_SERVED = "/gradio_api/file="


def new_folder(purpose: str) -> Path:
    """Name a folder of the upload cache that nobody has and nobody can guess. It is not made yet."""
    return Path(get_upload_folder()) / f"{purpose}-{secrets.token_hex(16)}"


def upload_of(value: object, field: str) -> Upload:
    """Give the upload that a file argument names: a Gradio file, or as a text its path or address here.

    Raises:
        PathRefused: anything else; no address is ever fetched.
    """
    if isinstance(value, str):
        value = {"path": _path_in(value)}
    if not isinstance(value, Mapping) or not isinstance(value.get("path"), str):
        raise _refused(field, "is not an uploaded file")
    folder = Path(get_upload_folder()).resolve()
    try:
        path = Path(value["path"]).resolve()
        # Said before looking whether it exists: nobody learns here what else is on this machine.
        inside = path.is_relative_to(folder)
        there = inside and path.is_file()
    except (OSError, ValueError, RuntimeError):
        inside = there = False
    if not inside:
        raise _refused(field, "is not a file that was uploaded here")
    if not there:
        raise _refused(field, "is an uploaded file that is not here any more")
    name = value.get("orig_name") or value.get("name") or path.name
    return Upload(path=path, name=Path(str(name)).name[-NAME_LENGTH:] or path.name)


def _path_in(text: str) -> str:
    """Give the path that a text names, of an address only what it serves: whose address it is doesn't matter then."""
    _, served, path = text.partition(_SERVED)
    return unquote(path) if served else text


def _refused(field: str, what: str) -> PathRefused:
    return PathRefused(
        Failure(
            code="Studio.PathRefused",
            message=f"{field} {what}.",
            advice="Upload the file first and pass what the upload gave; other paths and links are not taken.",
            field=field,
        )
    )
