"""Examples in curl: one command that any shell hands to Bash, so that pasting it is running it."""

from urllib.parse import quote

from lib.providers.dashscope import CREATE_PATH
from lib.providers.example_request import ExampleRequest
from lib.providers.example_values import Notation, filled, json_in_shell, shell_word
from lib.providers.modelstream_profile import MODELSTREAM


def studio_curl(request: ExampleRequest) -> str:
    """Write the example for Model Studio."""
    calls = [f"upload {shell_word(file)} {number}.{file.type}" for number, file in enumerate(request.files, start=1)]
    values = {"create": CREATE_PATH, "asked": quote(request.model, safe="")}
    return _here(_HEAD + (_UPLOAD if request.files else "") + _STUDIO_SEND + _SAVE, request, calls, values)


def gateway_curl(request: ExampleRequest) -> str:
    """Write the example for a flat gateway."""
    calls = [f"inline {shell_word(file)} {file.mime}" for file in request.files]
    values = {"create": MODELSTREAM.create_path, "query": MODELSTREAM.query_path.format(task_id="$task")}
    return _here(_HEAD + (_INLINE if request.files else "") + _GATEWAY_SEND + _SAVE, request, calls, values)


def _here(template: str, request: ExampleRequest, calls: list[str], values: dict[str, str]) -> str:
    """Fill a template and put it into a here-document for Bash, whose end no line of it looks like."""
    script = filled(
        template,
        {
            **values,
            "title": request.title,
            "variable": request.key_variable,
            "address": shell_word(request.address),
            "lines": _lines(request, calls),
            "pause": request.pause,
        },
    )
    end = "EXAMPLE"
    while end in script.split("\n"):
        end += "_"
    return f"bash <<'{end}'\n{script}{end}\n"


def _lines(request: ExampleRequest, calls: list[str]) -> str:
    """Write the lines that get each file's link, and the body between single quotes, opened where a link stands."""
    names = {file: f"link{number}" for number, file in enumerate(request.files, start=1)}
    notation = Notation(
        words={True: "true", False: "false", None: "null"},
        text=json_in_shell,
        file=lambda file: f'"\'"${names[file]}"\'"',
        comma=False,
    )
    links = "".join(f"{name}=$({call})\n" for name, call in zip(names.values(), calls, strict=True))
    return f"{links}body='{notation.write(request.body)}'"


_HEAD = """\
# @title@
# Paste it into a shell, in the folder that holds the files.
set -euo pipefail
API=@address@
KEY=${@variable@:?is not set. Set it to your key first.}

# Asks, and keeps the answer; a no is shown and ends it.
ask() {
  answer=$(curl -sS --fail-with-body -H "Authorization: Bearer $KEY" "$@") || { printf '%s\\n' "$answer" >&2; exit 1; }
}

# A text of the answer by its name.
field() { printf %s "$answer" | tr -d '\\n' | sed -nE 's/.*"'"$1"'" *: *"([^"]*)".*/\\1/p' | sed 's/\\\\u0026/\\&/g'; }
"""

_UPLOAD = """
# Uploads a file for 48 hours, for this model only, and prints its link.
upload() {
  ask "$API/uploads?action=getPolicy&model=@asked@"
  key="$(field upload_dir)/$(date +%s)-$2"
  curl -sS --fail-with-body "$(field upload_host)" \\
    -F "OSSAccessKeyId=$(field oss_access_key_id)" -F "Signature=$(field signature)" -F "policy=$(field policy)" \\
    -F "key=$key" -F "x-oss-object-acl=$(field x_oss_object_acl)" \\
    -F "x-oss-forbid-overwrite=$(field x_oss_forbid_overwrite)" -F success_action_status=200 \\
    -F "file=@-;filename=$2" < "$1" >&2 || exit
  printf %s "oss://$key"
}
"""

_INLINE = """
# Prints a file as text for the request itself. A large one must go as a link that the gateway can fetch instead.
inline() { printf 'data:%s;base64,' "$2"; base64 < "$1" | tr -d '\\n'; }
"""

_STUDIO_SEND = """
@lines@

# The paid request. If no answer comes, look in the console before sending it again.
ask "$API/@create@" -H 'Content-Type: application/json' -H 'X-DashScope-Async: enable' \\
  -H 'X-DashScope-OssResourceResolve: enable' --data-binary @- <<< "$body"
task=$(field task_id)
[ "$task" ] || { printf '%s\n' "$answer" >&2; exit 1; }
echo "Task $task"

while :; do
  ask --retry 5 "$API/tasks/$task"
  state=$(field task_status)
  echo "$state"
  case $state in PENDING | RUNNING) sleep @pause@ ;; *) break ;; esac
done
[ "$state" = SUCCEEDED ] || { printf '%s\\n' "$answer" >&2; exit 1; }
link=$(field video_url)
"""

_GATEWAY_SEND = """
@lines@

# The paid request. If no answer comes, look in the gateway's console before sending it again.
ask "$API/@create@" -H 'Content-Type: application/json' --data-binary @- <<< "$body"
task=$(field task_id)
[ "$task" ] || { printf '%s\n' "$answer" >&2; exit 1; }
echo "Task $task"

# No page says where a task is asked after, nor how that is answered: this is as the gateway new-api does it.
while :; do
  ask --retry 5 "$API/@query@"
  state=$(field status)
  echo "$state"
  case $state in SUCCESS | FAILURE) break ;; *) sleep @pause@ ;; esac
done
[ "$state" = SUCCESS ] || { printf '%s\\n' "$answer" >&2; exit 1; }
link=$(field result_url)
"""

_SAVE = """\
curl -sS --fail --retry 5 -o "$task.mp4" "$link"
echo "Saved $task.mp4"
"""
