"""A provider that changes its keys, and one whose certificate has run out."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.serving import make_server

from app import create_app
from tests.integration.access.test_oidc import LEADER, log_in, settings_for
from tests.oidc_provider import provider
from tests.services import free_port


@contextmanager
def serving(issuer: str, port: int, tls: ssl.SSLContext | None = None) -> Iterator[None]:
    """The provider at its address."""
    server = make_server("127.0.0.1", port, provider(issuer), threaded=True, ssl_context=tls)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run_out(folder: Path) -> ssl.SSLContext:
    """A certificate for this machine that was valid until yesterday."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now - timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_provider_that_changes_its_keys_still_lets_people_in(tmp_path: Path):
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    with serving(issuer, port):
        server = create_app(settings_for(issuer, tmp_path)).server
        assert log_in(server.test_client(), dict(LEADER)).status_code == 302

        assert requests.post(f"{issuer}/keys/new", timeout=5).status_code == 200

        assert log_in(server.test_client(), dict(LEADER)).status_code == 302


def test_a_provider_whose_certificate_has_run_out_lets_nobody_in_and_is_told(tmp_path: Path):
    port = free_port()
    issuer = f"https://127.0.0.1:{port}"
    with serving(issuer, port, run_out(tmp_path)):
        answer = create_app(settings_for(issuer, tmp_path)).server.test_client().get("/anmelden")

    assert answer.status_code == 503
    assert "Anmeldedienst antwortet nicht" in answer.get_json()["fehler"]
