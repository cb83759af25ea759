"""Words of ours that are written into a statement. It asks nothing."""

from typing import Any

from sqlalchemy import ColumnElement, literal_column


def constant(word: str) -> ColumnElement[Any]:
    """Write a word into a statement: a state, a standing or a kind, never what somebody typed, for it is not escaped.

    A partial index ("the posts that wait", "what is not sent yet") needs the statement to say its condition in full:
    PostgreSQL does not use it in a plan that it keeps for any bound value, and SQLite plans anew at every run for a
    bound value, and does without the index for bound values in a list. Where a condition names a state that no such
    index is over, a bound value does as well.
    """
    return literal_column(f"'{word}'")
