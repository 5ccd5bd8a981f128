"""Where a message may go, and every way we know of to lead it inside."""

import socket

import pytest

from schakel.foundation.webhooks.addresses import AddressError, is_well_formed, locate
from schakel.foundation.webhooks.choices import Failure

pytestmark = pytest.mark.pure

PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
INTERNAL = [
    *("127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254"),  # noqa: S104
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.0.8", "192.0.2.1"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1"),
    *("64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
    *("fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1"),
]
MALFORMED = [
    *("http://partner.example/", "ftp://partner.example/", "file:///etc/passwd", "gopher://x/"),
    *(
        "partner.example",
        "//partner.example/",
        "https://",
        "https:///path",
        "https:partner.example",
    ),
    *("https://user@partner.example/", "https://user:pass@partner.example/", "https://a@b@c/"),
    *("https://partner.example/?x=1", "https://partner.example/?", "https://partner.example/#"),
    *("https://partner.example:99999/", "https://partner.example:x/", "https://partner.example:/"),
    *(
        "https://partner.example\\@evil.example/",
        "https://partner.example/\r\nHost: x",
        " https://x/",
    ),
    *(
        "https://part\tner.example/",
        "https://par_tner.example/",
        "https://.example/",
        "https://ex ample/",
    ),
    *(
        "https://pärtner.example/",
        "https://[::1/",
        "javascript:alert(1)",
        "https://partner.example/é",
    ),
]


def answers(*numbers):
    """A look-up that finds these machines."""
    return lambda host, port, **_more: [(0, 0, 0, "", (number, port)) for number in numbers]


@pytest.mark.parametrize("address", MALFORMED)
def test_an_address_of_another_shape_is_refused_unseen(address):
    assert not is_well_formed(address)
    with pytest.raises(AddressError):
        locate(address, answers(*PUBLIC))


@pytest.mark.parametrize(
    "address",
    [
        *("https://partner.example", "https://partner.example/", "https://PARTNER.example/Hook"),
        *(
            "https://partner.example:8443/a/b-c_d.e",
            "https://93.184.215.14/",
            "https://[2606:2800::1]/x",
        ),
    ],
)
def test_a_plain_https_address_is_good(address):
    assert is_well_formed(address)
    assert locate(address, answers(*PUBLIC)).ip == PUBLIC[0]


@pytest.mark.parametrize("number", INTERNAL)
def test_nothing_inside_is_called(number):
    with pytest.raises(AddressError) as refused:
        locate("https://partner.example/", answers(number))
    assert refused.value.failure == Failure.FORBIDDEN


@pytest.mark.parametrize("number", INTERNAL)
def test_one_inside_among_public_ones_spoils_all(number):
    with pytest.raises(AddressError):
        locate("https://partner.example/", answers(PUBLIC[0], number))


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "[::1]"]
)
def test_every_spelling_of_this_machine_is_refused(host):
    """Looked up for real: how the machine reads numbers is the machine's business."""
    with pytest.raises(AddressError):
        locate(f"https://{host}/")


def test_the_number_that_was_checked_is_the_number_to_call():
    """A name that changes its mind (DNS rebinding) is asked once."""
    asked = []

    def fickle(host, port, **_more):
        asked.append(host)
        number = PUBLIC[0] if len(asked) == 1 else "127.0.0.1"
        return [(0, 0, 0, "", (number, port))]

    target = locate("https://partner.example:8443/x", fickle)
    assert (target.ip, target.host, target.port, target.path) == (
        PUBLIC[0],
        "partner.example",
        8443,
        "/x",
    )
    assert asked == ["partner.example"]


def test_a_name_that_nobody_knows_is_no_secret_way_in():
    def unknown(*_args, **_more):
        raise socket.gaierror

    with pytest.raises(AddressError) as refused:
        locate("https://partner.example/", unknown)
    assert refused.value.failure == Failure.NAME


def test_the_demo_may_call_its_own_machine_and_no_other_inside(settings):
    settings.SCHAKEL_WEBHOOKS_TO_LOOPBACK = True
    assert not locate("http://127.0.0.1:9000/x", answers("127.0.0.1")).secure
    with pytest.raises(AddressError):
        locate("https://partner.example/", answers("10.0.0.1"))
    # Nor anybody in clear but itself.
    with pytest.raises(AddressError):
        locate("http://partner.example/", answers(PUBLIC[0]))
