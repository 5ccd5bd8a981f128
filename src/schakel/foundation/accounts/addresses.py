"""From which machine a request comes: one rule for the sign-in and for programmes."""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from schakel.foundation.vault.fingerprints import fingerprint

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def client_address(request: HttpRequest) -> Address:
    """The address as our own proxies saw it (`SCHAKEL_TRUSTED_PROXIES`); PermissionDenied where none is.

    An IPv4 address in the clothes of an IPv6 one is the IPv4 address.
    """
    address = ip_address(DefaultAccountAdapter(request).get_client_ip(request))
    return getattr(address, "ipv4_mapped", None) or address


def counted_as(address: Address) -> str:
    """Under which name this machine's attempts are counted: never its address itself.

    IPv6: one household or office has a whole /64, so that is what counts as one machine.
    """
    if isinstance(address, IPv6Address):
        address = ip_network(f"{address}/64", strict=False).network_address
    return fingerprint("sign-in throttle", str(address))


def read_networks(text: str) -> list[Network]:
    """Addresses and ranges, between blanks, commas or line ends. ValueError names the first wrong one."""
    found = []
    for part in text.replace(",", " ").split():
        try:
            found.append(ip_network(part))
        except ValueError as problem:
            raise ValueError(part) from problem
    return found


class NetworksField(forms.CharField):
    """Addresses and ranges as people type them; cleans to a list of networks."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea({"rows": 3, "spellcheck": "false"})
        super().__init__(required=False, max_length=1000, widget=widget, **kwargs)

    def clean(self, value: Any) -> list[Network]:
        try:
            return read_networks(super().clean(value))
        except ValueError as problem:
            raise forms.ValidationError(
                _("%(text)s is no IP address or range. Write 192.0.2.7 or 192.0.2.0/24."),
                params={"text": str(problem)[:60]},
            ) from None


def is_within(address: Address, networks: list[Network]) -> bool:
    """Does the address belong to one of the networks? Without any network, every address does."""
    return not networks or any(address in network for network in networks)
