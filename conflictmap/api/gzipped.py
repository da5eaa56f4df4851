"""Pack what is streamed, as it goes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from rest_framework.request import Request

#: Little slower than the writing of GeoJSON itself, and most of what the slowest level gains.
LEVEL = 1
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=([0-9.]+))?\s*(?:,|$)")


def accepts_gzip(request: Request) -> bool:
    """Tell whether a reader takes gzip."""
    found = _GZIP.search(request.headers.get("Accept-Encoding", "").lower())
    return found is not None and (found[1] is None or found[1].strip("0.") != "")


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces packed, without a file name or a time: the same rows give the same bytes."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
