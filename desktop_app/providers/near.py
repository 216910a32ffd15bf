"""Whether a server stands on this computer or beside it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_near(base_url: str) -> bool:
    """Whether an address is of this computer or of the network it is in, as far as it shows."""
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".lan"))
    return address.is_private or address.is_loopback
