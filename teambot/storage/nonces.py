"""The nonce and the marker of each message: what Discord, and what we ourselves, know it again by.

They are made from the installation's secret and the row's key, so that the sandbox repeats itself and nobody else can
guess them.
"""

import secrets
from base64 import b32encode
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count

from sqlalchemy import bindparam, or_, select

from teambot.storage.runner import Tx
from teambot.storage.tables import meta, outbox

_SECRET = "installation_secret"  # noqa: S105 - the name of a row
_LARGEST_MARKER = 2**31 - 1  # a component's id is a 32-bit integer, and 0 stands for none
_FIND_SECRET = select(meta.c.value).where(meta.c.key == _SECRET)
_TAKEN = select(outbox.c.dedup_key).where(
    or_(
        outbox.c.dedup_key == bindparam("key"),
        outbox.c.nonce == bindparam("nonce"),
        outbox.c.marker == bindparam("marker"),
    )
)


def set_secret(tx: Tx, secret: str) -> None:
    """Fix the secret, once and before any message, as the sandbox does from its seed; else one is made at random.

    Raises ValueError where another one is in use.
    """
    found = tx.scalar(_FIND_SECRET)
    if found is None:
        _keep_secret(tx, secret)
    elif found != secret:
        raise ValueError("this installation has a secret already")


def fresh_names(tx: Tx, dedup_key: str) -> tuple[str, int] | None:
    """Choose the nonce (15 characters) and the marker (1 to 2^31-1) of a new row; None: the key has a row already.

    Among 100,000 rows two or three would get a marker that another row has: they take their next one.
    """
    for nonce, marker in names(_secret(tx), dedup_key):
        taken = tx.scalars(_TAKEN, {"key": dedup_key, "nonce": nonce, "marker": marker}).all()
        if not taken or dedup_key in taken:
            return None if taken else (nonce, marker)
    raise AssertionError("the names have no end")


def names(secret: str, dedup_key: str) -> Iterator[tuple[str, int]]:
    """List the nonces (`tb` and base32 of 64 bits) and markers that a key may get, without end."""
    for turn in count():
        digest = blake2b(f"{turn}:{dedup_key}".encode(), key=secret.encode()[:64], digest_size=12).digest()
        nonce = "tb" + b32encode(digest[:8]).decode().rstrip("=").lower()
        yield nonce, int.from_bytes(digest[8:]) % _LARGEST_MARKER + 1


def _secret(tx: Tx) -> str:
    found: str | None = tx.scalar(_FIND_SECRET)
    if found is None:
        found = secrets.token_hex(16)
        _keep_secret(tx, found)
    return found


def _keep_secret(tx: Tx, secret: str) -> None:
    """Insert it: of two who both saw none, the second is refused by its key, and tries again with what there is."""
    tx.execute(meta.insert().values(key=_SECRET, value=secret))
