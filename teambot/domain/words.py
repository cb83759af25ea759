"""Words that people write: whether there are any, and whether they are too many. It cleans and stores nothing."""

from teambot.errors import Refusal


def check_words(words: str, field: str, most: int) -> str:
    """Give cleaned words back. Raises Refusal("empty-field" | "too-long"), which name the field."""
    if not words:
        raise Refusal("empty-field", field=field)
    if len(words) > most:
        raise Refusal("too-long", field=field, most=most, length=len(words))
    return words
