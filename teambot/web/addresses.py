"""Which IP addresses are the public internet: explicit lists, for `ipaddress.is_global` differs between Pythons."""

import ipaddress

# IANA's special-purpose registries, multicast, reserved space, and one public address that a cloud answers on inside.
_REFUSED_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's wire server
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Everything outside of global unicast is refused: loopback, v4-compatible, NAT64, unique local, link-local, multicast.
_ALLOWED_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4 wraps any IPv4 address
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """Tell whether an IP address, as text, may be connected to.

    An IPv4 address mapped into IPv6 (`::ffff:0:0/96`) is judged as the IPv4 address. What is no address, or carries a
    scope (`%eth0`), is not public.
    """
    if "%" in address:
        return False
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _REFUSED_4)
    return ip in _ALLOWED_6 and not any(ip in network for network in _REFUSED_6)
