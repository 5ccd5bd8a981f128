"""One request: to the machine that was checked, no further, within its time."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from schakel.foundation.webhooks import posting
from schakel.foundation.webhooks.choices import Failure
from schakel.foundation.webhooks.posting import post

pytestmark = pytest.mark.pure


@pytest.fixture(autouse=True)
def to_this_machine(settings):
    settings.SCHAKEL_WEBHOOKS_TO_LOOPBACK = True


@pytest.fixture
def listen() -> Iterator:
    """Serve one connection by hand; gives the port."""
    ended, sockets = Event(), []

    def start(serve):
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)
        Thread(target=_serve, args=(listener, serve, ended), daemon=True).start()
        return listener.getsockname()[1]

    yield start
    ended.set()
    for one in sockets:
        one.close()


def _serve(listener, serve, ended):
    try:
        connection, _peer = listener.accept()
        with connection:
            serve(connection, ended)
    except OSError:
        return


def test_a_receiver_that_takes_it(receiver):
    answer = post(receiver.address, {"webhook-id": "1"}, b"{}")
    assert (answer.status, answer.failure, answer.taken) == (204, "", True)
    headers, body = receiver.heard[0]
    assert (headers["webhook-id"], body) == ("1", b"{}")


def test_a_redirect_is_not_followed(receiver):
    receiver.statuses, receiver.headers = [302], {"Location": receiver.address}
    answer = post(receiver.address, {}, b"{}")
    assert (answer.status, answer.failure) == (302, Failure.ANSWER)
    assert len(receiver.heard) == 1


@pytest.mark.parametrize(
    ("said", "heard"),
    [("120", timedelta(seconds=120)), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-5", None)],
)
def test_the_receiver_may_ask_for_a_pause(receiver, said, heard):
    receiver.statuses, receiver.headers = [503], {"Retry-After": said}
    answer = post(receiver.address, {}, b"{}")
    assert (answer.status, answer.wanted_pause) == (503, heard)


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert post(f"http://127.0.0.1:{port}/", {}, b"{}").failure == Failure.CONNECTION


def test_something_else_than_http(listen):
    def greet(connection, _ended):
        connection.recv(65536)
        connection.sendall(b"220 mail.example ESMTP\r\n\r\n")

    port = listen(greet)
    assert post(f"http://127.0.0.1:{port}/", {}, b"{}").failure == Failure.PROTOCOL


def test_silence_ends_in_time(listen):
    port = listen(lambda _connection, ended: ended.wait(30))
    answer = post(f"http://127.0.0.1:{port}/", {}, b"{}", seconds=0.2)
    assert answer.failure == Failure.TIMEOUT


def test_a_trickle_ends_in_time_too(listen):
    """Each byte comes well within the limit for a single wait, but the whole never ends."""

    def trickle(connection, ended):
        connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
        while not ended.wait(0.02):
            connection.sendall(b"x")

    port = listen(trickle)
    answer = post(f"http://127.0.0.1:{port}/", {}, b"{}", seconds=0.4)
    assert answer.failure == Failure.TIMEOUT


def certificate(tmp_path, name):
    """A key and a certificate for `name` that nobody vouches for."""
    key, subject = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def serve_tls(path, heard):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def serve(connection, _ended):
        with context.wrap_socket(connection, server_side=True) as tls:
            request = b""
            while not request.endswith(b"{}"):
                request += tls.recv(65536)
            heard.append(request)
            tls.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    return serve


def here(host, port, **_more):
    """Every name leads to this machine."""
    return [(0, 0, 0, "", ("127.0.0.1", port))]


def test_a_certificate_that_nobody_vouches_for_is_refused(listen, tmp_path):
    heard = []
    port = listen(serve_tls(certificate(tmp_path, "partner.example"), heard))
    answer = post(f"https://partner.example:{port}/x", {}, b"secret", look_up=here)
    assert answer.failure == Failure.CERTIFICATE
    assert heard == []


@pytest.mark.parametrize(
    ("host", "failure"), [("partner.example", ""), ("other.example", Failure.CERTIFICATE)]
)
def test_the_certificate_must_bear_the_name_though_we_call_a_number(
    listen, tmp_path, monkeypatch, host, failure
):
    heard, path = [], certificate(tmp_path, "partner.example")
    monkeypatch.setattr(posting, "trusted", lambda: ssl.create_default_context(cafile=str(path)))
    port = listen(serve_tls(path, heard))
    answer = post(f"https://{host}:{port}/x", {}, b"{}", look_up=here)
    assert answer.failure == failure
    assert [b"Host: partner.example:" in one for one in heard] == ([True] if not failure else [])
