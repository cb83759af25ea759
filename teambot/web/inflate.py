"""gzip, bounded and complete: a body that is cut short, damaged or swollen is an error, never a part of a body."""

import zlib
from collections.abc import Iterator

from teambot.web.faults import Fault, FetchFailed

# Real servers send one member. A few are within RFC 1952; 200,000 tiny ones are an attack on the processor.
MOST_MEMBERS = 100
_STEP = 64 * 1024  # unpacked at a time, so that a bomb is seen before it has its memory
_GZIP = 16 + zlib.MAX_WBITS  # with this, zlib itself checks each member's CRC and length


class Inflater:
    """Unpack gzip as it arrives, up to `most` bytes in all.

    aiohttp's own unpacking takes a body that was cut at 50 % for complete; this one demands the trailer.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._out = bytearray()
        self._members = 1
        self._member = zlib.decompressobj(_GZIP)

    def feed(self, data: bytes) -> Iterator[int]:
        """Take the next bytes step by step, giving after each how many bytes have come out of all until now.

        Raises FetchFailed, TOO_LARGE over the bound, BROKEN for what is not gzip.
        """
        more = bool(data)
        while more:
            if self._member.eof:
                self._next_member()
            try:
                piece = self._member.decompress(data, _STEP)
            except zlib.error:
                raise FetchFailed(Fault.BROKEN) from None
            self._out += piece
            if len(self._out) > self._most:
                raise FetchFailed(Fault.TOO_LARGE)
            yield len(self._out)
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            # A full step may have left output behind even where all input is taken.
            more = bool(data) or (len(piece) == _STEP and not self._member.eof)

    def finish(self) -> bytes:
        """Give the whole body; raises FetchFailed(BROKEN) if its end, with the checksum, has not come."""
        if not self._member.eof:
            raise FetchFailed(Fault.BROKEN)
        return bytes(self._out)

    def _next_member(self) -> None:
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise FetchFailed(Fault.BROKEN)
        self._member = zlib.decompressobj(_GZIP)
