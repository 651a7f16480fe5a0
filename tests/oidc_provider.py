"""A small OpenID Connect provider, run as a process of its own: ``python -m tests.oidc_provider PORT``.

It logs in whoever is named by ``who`` at its authorization endpoint, a JSON object: ``sub``, ``name``, ``groups`` and
under ``lie`` what is wrong with the token (``iss``, ``aud``, ``exp``, ``nonce``, ``none``, ``key``, ``hmac``).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
import time
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "krm-statistik"
CLIENT_SECRET = "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"


def provider(issuer: str) -> Flask:
    """The provider whose addresses all begin with ``issuer``."""
    app = Flask("provider", static_folder=None)
    keys, other = [_key("eins")], _key("eins")
    codes: dict[str, dict[str, Any]] = {}

    @app.get("/.well-known/openid-configuration")
    def metadata() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
        }

    @app.get("/keys")
    def public_keys() -> dict[str, Any]:
        return {"keys": [keys[-1].as_dict(private=False)]}

    @app.post("/keys/new")
    def new_key() -> str:
        # From now on the old key is neither used nor published.
        keys.append(_key(f"key {len(keys)}"))
        return ""

    @app.get("/authorize")
    def authorize() -> Any:
        code = token_urlsafe(16)
        codes[code] = {**request.args.to_dict(), "who": json.loads(request.args["who"])}
        answer = {"code": code, "state": request.args["state"]}
        return redirect(f"{request.args['redirect_uri']}?{urlencode(answer)}")

    @app.post("/token")
    def token() -> Any:
        asked = codes.pop(request.form["code"], None)
        challenge = _base64(hashlib.sha256(request.form.get("code_verifier", "").encode()).digest())
        if asked is None or asked.get("code_challenge") != challenge or asked["code_challenge_method"] != "S256":
            return {"error": "invalid_grant"}, 400
        return {
            "access_token": token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": _id_token(issuer, asked, keys[-1], other),
        }

    return app


def _key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": kid})


def _id_token(issuer: str, asked: dict[str, Any], key: RSAKey, other: RSAKey) -> str:
    who, now = asked["who"], int(time.time())
    lie = who.pop("lie", "")
    claims = {
        "iss": "http://127.0.0.1:1" if lie == "iss" else issuer,
        "aud": "other-client" if lie == "aud" else CLIENT_ID,
        "exp": now - 3600 if lie == "exp" else now + 300,
        "iat": now - 7200 if lie == "exp" else now,
        "nonce": "other-nonce" if lie == "nonce" else asked["nonce"],
        **who,
    }
    if lie == "none":
        return f"{_unsigned('none', claims)}."
    if lie == "hmac":
        # The public key as a shared secret: the classic confusion of algorithms.
        unsigned = _unsigned("HS256", claims)
        return f"{unsigned}.{_base64(hmac.digest(key.as_pem(private=False), unsigned.encode(), 'sha256'))}"
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, other if lie == "key" else key)


def _unsigned(algorithm: str, claims: dict[str, Any]) -> str:
    parts = ({"alg": algorithm, "kid": "eins", "typ": "JWT"}, claims)
    return ".".join(_base64(json.dumps(part).encode()) for part in parts)


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


if __name__ == "__main__":
    port = int(sys.argv[1])
    provider(f"http://127.0.0.1:{port}").run("127.0.0.1", port, threaded=True)
