"""A login on its way into the app: only a session that was signed here opens the owner's key, and only for the list.

Gradio's login itself needs a package that only a Space has; what it leaves is a signed cookie of Starlette's, and that
is what is tried here, through the same middleware.
"""

import asyncio
import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from itsdangerous import TimestampSigner
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.errors import InputError
from lib.secret import Secret
from lib.settings import Settings, read_settings
from lib.ui.login import keep_the_name
from lib.ui.services import Caller, Services
from lib.ui.visitors import MARK, MarkCallers, Visitors, visitor_of

SIGNED_WITH = "the secret of this Space"
ANNA = {"oauth_info": {"userinfo": {"preferred_username": "anna"}, "expires_at": time.time() + 3600}}
GONE = {"oauth_info": {"userinfo": {"preferred_username": "anna"}, "expires_at": time.time() - 1}}
OTTO = {"oauth_info": {"userinfo": {"preferred_username": "otto"}}}
NONE: Any = None  # what the owner's key needs none of


def cookie(session: dict[str, Any], signed_with: str = SIGNED_WITH) -> str:
    return TimestampSigner(signed_with).sign(base64.b64encode(json.dumps(session).encode())).decode()


def tampered() -> str:
    """Anna's name in the place of Otto's, under Otto's signature."""
    content, _, signature = cookie(OTTO).partition(".")
    named = json.loads(base64.b64decode(content))
    named["oauth_info"]["userinfo"]["preferred_username"] = "anna"
    return f"{base64.b64encode(json.dumps(named).encode()).decode()}.{signature}"


def seen_from_outside(folder: Path, headers: dict[str, str]) -> Any:
    """Send a request through the session's and our middleware, and tell who it is and whether the key is theirs."""
    settings = Settings(data_dir=folder, dashscope_key=Secret("sk-owner"), allowed_users=frozenset({"anna"}))
    services = Services(settings=settings, catalog=NONE, facts=NONE, jobs=NONE, links=NONE, sandbox_url="")

    def who(request: Request) -> JSONResponse:
        visitor = visitor_of(request)
        try:
            services.account("dashscope", Caller(key=Secret(""), access_code=Secret(""), who=visitor))
        except InputError as refusal:
            return JSONResponse([visitor.payer, refusal.failure.message])
        return JSONResponse([visitor.payer, "paid"])

    middleware = [
        Middleware(SessionMiddleware, secret_key=SIGNED_WITH, same_site="none", https_only=True),
        Middleware(MarkCallers, visitors=Visitors(Secret("sk-owner"), behind_proxy=True)),
    ]
    app = Starlette(routes=[Route("/", who)], middleware=middleware)

    async def ask() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://me-x.hf.space") as web:
            return (await web.get("/", headers=headers)).json()

    # In a thread of its own: a browser that another test of this process has begun keeps a loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, ask()).result()


def test_who_is_on_the_list_and_logged_in_pays_with_the_owners_key(tmp_path: Path) -> None:
    assert seen_from_outside(tmp_path, {"Cookie": f"session={cookie(ANNA)}"}) == ["hf:anna", "paid"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": f"session={cookie(OTTO)}"},
        {"Cookie": f"session={cookie(GONE)}"},
        {"Cookie": f"session={cookie(ANNA, 'a guess')}"},
        # What Gradio would sign with where the Space has no secret.
        {"Cookie": f"session={cookie(ANNA, '-v4')}"},
        {"Cookie": f"session={tampered()}"},
        {"Cookie": f"session={base64.b64encode(json.dumps(ANNA).encode()).decode()}"},
        {"Cookie": "session=anna; oauth_info=anna; preferred_username=anna"},
        {MARK: "hf:anna", "X-Forwarded-User": "anna", "X-Auth-Request-User": "anna", "Authorization": "Bearer anna"},
    ],
)
def test_nobody_else_does(tmp_path: Path, headers: dict[str, str]) -> None:
    payer, said = seen_from_outside(tmp_path, headers)
    assert payer != "hf:anna"
    assert "for people on a list who are logged in" in said


SPACE = {
    "SYSTEM": "spaces",
    "SPACE_ID": "me/x",
    "OAUTH_CLIENT_ID": "id",
    "OAUTH_CLIENT_SECRET": "secret",
    "OAUTH_SCOPES": "openid profile",
    "OPENID_PROVIDER_URL": "https://huggingface.co",
}


@pytest.mark.parametrize("missing", SPACE)
def test_a_login_is_offered_only_where_gradios_is_the_true_one(tmp_path: Path, missing: str) -> None:
    """Elsewhere Gradio logs everybody in as whoever owns the machine, and without a secret anybody signs sessions."""
    environment = {**SPACE, "R2V_DATA_DIR": str(tmp_path)}
    assert read_settings(environment).oauth
    assert not read_settings({**environment, missing: ""}).oauth


@pytest.mark.parametrize(
    ("session", "left"),
    [
        ({}, {}),
        ({"_state_huggingface_x": 1}, {"_state_huggingface_x": 1}),
        ({"oauth_info": "anna"}, {"oauth_info": "anna"}),
        ({"oauth_info": {"access_token": "t", "userinfo": {"name": "Anna"}}}, {}),
        ({"oauth_info": {"access_token": "t", "id_token": "i", "expires_at": 9, **OTTO["oauth_info"]}},
         {"oauth_info": {"expires_at": 9, **OTTO["oauth_info"]}}),
    ],
)  # fmt: skip
def test_of_a_login_the_name_stays(session: dict[str, Any], left: dict[str, Any]) -> None:
    keep_the_name(session)
    assert session == left
