"""What people type, as it is stored: their own words, without what could not be seen. It shortens nothing."""

from teambot.feeds.text import literal, plain

_FIELD_MOST = 4000  # what a Discord form field holds


def typed(text: str | None) -> str:
    """Clean a typed text: control, direction and zero-width characters go, white space collapses; mark-up stays."""
    return plain(literal(text or ""), _FIELD_MOST)


def typed_address(text: str | None) -> str:
    """Clean a typed address; one without a scheme gets https, as browsers do."""
    address = typed(text).strip("<>").replace(" ", "")
    return address if not address or "://" in address else f"https://{address}"
