"""Whom a post is for: members whose readers are where it makes sense. By what they say of their own readers alone."""

from collections.abc import Collection

from teambot.domain.readers import Readers
from teambot.domain.windows import Window, for_readers_of
from teambot.storage import readers
from teambot.storage.runner import Tx


class Audience:
    """Where the readers of a team's members are, loaded once and only if a post asks for it."""

    def __init__(self, tx: Tx, team_id: int) -> None:
        self._tx = tx
        self._team_id = team_id
        self._readers: dict[int, Readers] | None = None

    def of(self, window: Window, among: Collection[int], author_id: int) -> frozenset[int]:
        """Say who of some members may be asked for an author's post; nobody is asked for their own."""
        others = frozenset(among) - {author_id}
        if not window.places and window.hemisphere is None:
            return others
        if self._readers is None:
            self._readers = readers.of_team(self._tx, self._team_id)
        return for_readers_of(window, {one: self._readers.get(one, Readers()) for one in others})
