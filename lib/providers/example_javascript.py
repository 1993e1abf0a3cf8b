"""Examples in JavaScript with fetch, for Node 18 or newer, as a module or not."""

from collections.abc import Callable

from lib.providers.dashscope import CREATE_PATH
from lib.providers.example_request import ExampleRequest
from lib.providers.example_values import LocalFile, Notation, filled, quoted
from lib.providers.modelstream_profile import MODELSTREAM


def studio_javascript(request: ExampleRequest) -> str:
    """Write the example for Model Studio."""
    parts = [_HEAD, _UPLOAD, _STUDIO_SEND, _SAVE]
    return _written("".join(parts), request, lambda file: f"await upload({quoted(file)})", {"create": CREATE_PATH})


def gateway_javascript(request: ExampleRequest) -> str:
    """Write the example for a flat gateway."""
    parts = [_HEAD, _INLINE, _GATEWAY_SEND, _SAVE]
    paths = {"create": MODELSTREAM.create_path, "query": MODELSTREAM.query_path.format(task_id="${task}")}
    return _written("".join(parts), request, lambda file: f"await inline({quoted(file)}, {quoted(file.mime)})", paths)


def _written(template: str, request: ExampleRequest, file: Callable[[LocalFile], str], paths: dict[str, str]) -> str:
    notation = Notation(words={True: "true", False: "false", None: "null"}, text=quoted, file=file, comma=True)
    values = {
        "title": request.title,
        "variable": request.key_variable,
        "address": quoted(request.address),
        "model": quoted(request.model),
        "body": notation.write(request.body, depth=1),
        "pause": request.pause,
    }
    return filled(template, {**values, **paths})


_HEAD = """\
// @title@
// Node 18 or newer: run this in the folder that holds the files.
async function main() {
    const { readFile, writeFile } = await import("node:fs/promises");
    const api = @address@;
    const key = process.env.@variable@;
    if (!key) throw new Error("Set @variable@ to your key first.");

    // Asks, and gives the answer; a no is shown and ends it.
    async function ask(method, path, body, headers) {
        const answer = await fetch(`${api}/${path}`, {
            method,
            headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", ...headers },
            body: body && JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
        return answer.json();
    }
"""

_UPLOAD = """
    // Uploads a file for 48 hours, for this model only, and gives its link.
    async function upload(name) {
        const model = encodeURIComponent(@model@);
        const policy = (await ask("GET", `uploads?action=getPolicy&model=${model}`)).data;
        const ending = name.includes(".") ? name.slice(name.lastIndexOf(".")) : "";
        const path = `${policy.upload_dir}/${Date.now()}-${Math.random().toString(36).slice(2)}${ending}`;
        const form = new FormData();
        form.append("OSSAccessKeyId", policy.oss_access_key_id);
        form.append("Signature", policy.signature);
        form.append("policy", policy.policy);
        form.append("key", path);
        form.append("x-oss-object-acl", policy.x_oss_object_acl);
        form.append("x-oss-forbid-overwrite", policy.x_oss_forbid_overwrite);
        form.append("success_action_status", "200");
        form.append("file", new Blob([await readFile(name)]));
        const stored = await fetch(policy.upload_host, { method: "POST", body: form });
        if (!stored.ok) throw new Error(`${stored.status}: ${await stored.text()}`);
        return `oss://${path}`;
    }
"""

_INLINE = """
    // Gives a file as text for the request itself. A large one must go as a link that the gateway can fetch instead.
    async function inline(name, mime) {
        return `data:${mime};base64,${(await readFile(name)).toString("base64")}`;
    }
"""

_STUDIO_SEND = """
    const body = @body@;

    // The paid request. If no answer comes, look in the console before sending it again.
    const asynchronous = { "X-DashScope-Async": "enable", "X-DashScope-OssResourceResolve": "enable" };
    const task = (await ask("POST", "@create@", body, asynchronous)).output.task_id;
    console.log("Task", task);

    let output;
    for (;;) {
        output = (await ask("GET", `tasks/${task}`)).output;
        console.log(output.task_status);
        if (output.task_status !== "PENDING" && output.task_status !== "RUNNING") break;
        await new Promise((resolve) => setTimeout(resolve, @pause@ * 1000));
    }
    if (output.task_status !== "SUCCEEDED") throw new Error(`${output.code}: ${output.message}`);
    const link = output.video_url;
"""

_GATEWAY_SEND = """
    const body = @body@;

    // The paid request. If no answer comes, look in the gateway's console before sending it again.
    const task = (await ask("POST", "@create@", body)).task_id;
    console.log("Task", task);

    // No page says where a task is asked after, nor how that is answered: this is as the gateway new-api does it.
    let told;
    for (;;) {
        told = (await ask("GET", `@query@`)).data;
        console.log(told.status);
        if (told.status === "SUCCESS" || told.status === "FAILURE") break;
        await new Promise((resolve) => setTimeout(resolve, @pause@ * 1000));
    }
    if (told.status !== "SUCCESS") throw new Error(told.fail_reason);
    const link = told.result_url;
"""

_SAVE = """
    const video = await fetch(link);
    if (!video.ok) throw new Error(`${video.status}: the video can't be fetched`);
    await writeFile(`${task}.mp4`, video.body);
    console.log(`Saved ${task}.mp4`);
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
"""
