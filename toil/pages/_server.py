"""What the app's server adds to Streamlit's own: the sign-in's secrets, and headers that keep the page to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

from toil.errors import SettingsError, ToilError
from toil.settings import Settings, load_settings
from toil.sources.base import Secret

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLIENT_SECRET = Secret("OIDC_CLIENT_SECRET", ("TOIL_OIDC_CLIENT_SECRET",))
COOKIE_SECRET = Secret("OIDC_COOKIE_SECRET", ("TOIL_OIDC_COOKIE_SECRET",))
NO_SECRETS = {"sign_in": "none"}
"""For a server without a sign-in: Streamlit looks for files of secrets at every rerun as long as it has none at all."""
MIN_COOKIE_SECRET = (
    32  # characters: Streamlit signs with them, https://datatracker.ietf.org/doc/html/rfc7518#section-3.2
)

# Vega builds functions out of its expressions, Streamlit's bundle styles by attribute: hence the two `unsafe`.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Adds HEADERS to every answer (OWASP Secure Headers); the browser then fetches nothing from anywhere else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


MIDDLEWARE = (Middleware(SecurityHeaders),)


def sign_in_secrets(settings: Settings | None = None) -> dict[str, Any]:
    """Streamlit's `[auth]` table: addresses of toil.toml, secrets of the environment; empty without a sign-in.

    Read once, when the server starts. A server that cannot know whether it is to guard its pages must not open them:
    raises SystemExit with what to do where toil.toml cannot be read or a secret is missing.
    """
    try:
        return _auth(load_settings() if settings is None else settings)
    except ToilError as error:
        raise SystemExit(str(error)) from None


def _auth(settings: Settings) -> dict[str, Any]:
    sign_in = settings.app.sign_in
    if not sign_in.is_on:
        return {}
    secrets = {secret.name: settings.secret(secret) for secret in (CLIENT_SECRET, COOKIE_SECRET)}
    if missing := [name for name, value in secrets.items() if not value]:
        raise SettingsError(
            f"the app has a sign-in, and {' and '.join(missing)} is not set",
            where=f"{settings.file}: app.sign_in", do="set it in the environment, or name its file in …_FILE",
        )  # fmt: skip
    if len(secrets[COOKIE_SECRET.name]) < MIN_COOKIE_SECRET:
        raise SettingsError(
            f"a text of less than {MIN_COOKIE_SECRET} characters can be guessed", where=COOKIE_SECRET.name,
            do="make one: openssl rand -hex 32",
        )  # fmt: skip
    auth = {
        "redirect_uri": sign_in.redirect_uri,
        "client_id": sign_in.client_id,
        "client_secret": secrets[CLIENT_SECRET.name],
        "cookie_secret": secrets[COOKIE_SECRET.name],
        "server_metadata_url": sign_in.server_metadata_url,
        "client_kwargs": {"scope": sign_in.scope},
    }
    return {"auth": auth}
