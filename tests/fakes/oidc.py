"""An OpenID Connect provider of this machine: it signs in at once whomever it is told to, with the claims given."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

from tests.fakes.serving import served

CLIENT = "toil"
SECRETS = {"OIDC_CLIENT_SECRET": "only for tests", "OIDC_COOKIE_SECRET": "only for tests, and long enough to sign with"}


@dataclass
class Provider:
    """Where it answers, and the claims of the person before the screen; tests change them between sign-ins."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)

    def settings(self) -> str:
        """The table of toil.toml that makes the app ask this provider; Streamlit fills in its own {port}."""
        return (
            "[app.sign_in]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'client_id = "{CLIENT}"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n'
        )


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    """A provider for as long as the block lasts."""
    provider, key = Provider(), jwk.RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(where.query).items()}
            if where.path == "/.well-known/openid-configuration":
                self._answer(_metadata(provider.url))
            elif where.path == "/jwks":
                self._answer({"keys": [key.as_dict(private=False)]})
            elif where.path == "/authorize":
                code = f"code-{len(provider.nonces)}"
                provider.nonces[code] = asked.get("nonce", "")
                self.send_response(302)
                back = urlencode({"code": code, "state": asked["state"]})
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            asked = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            now = int(time.time())
            claims = {"iss": provider.url, "aud": CLIENT, "iat": now, "exp": now + 600, "sub": "someone",
                      "nonce": provider.nonces[asked["code"]], **provider.person}  # fmt: skip
            token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, key)
            self._answer({"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": token})

        def _answer(self, document: dict[str, Any]) -> None:
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with served(Handler) as url:
        provider.url = url
        yield provider


def _metadata(url: str) -> dict[str, Any]:
    return {
        "issuer": url,
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "jwks_uri": f"{url}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    }
