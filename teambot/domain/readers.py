"""Where somebody's readers are: in which half of the world they have their summer, and in which places they live."""

from dataclasses import dataclass
from enum import StrEnum

from teambot.errors import Refusal

PLACES_MOST = 200  # characters in all, as the store keeps them


class Hemisphere(StrEnum):
    """Where readers have their summer."""

    NORTH = "north"
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom a member's blog reaches, as they said themselves. `hemisphere` None: both; no `places`: none was named."""

    hemisphere: Hemisphere | None = None
    places: tuple[str, ...] = ()

    def live_in(self, places: tuple[str, ...]) -> bool:
        """Tell whether readers live in one of the places; case does not count."""
        return not folded(self.places).isdisjoint(folded(places))


def folded(places: tuple[str, ...]) -> frozenset[str]:
    """Give places as they are compared."""
    return frozenset(place.casefold() for place in places)


def parse_hemisphere(choice: str) -> Hemisphere | None:
    """Read "north", "south" or "both" (None); Refusal("unknown-hemisphere") for anything else."""
    if choice == "both":
        return None
    try:
        return Hemisphere(choice)
    except ValueError:
        raise Refusal("unknown-hemisphere") from None


def parse_places(text: str) -> tuple[str, ...]:
    """Read places separated by commas: as they were typed, each once whatever its case; may be none.

    Raises Refusal("too-long") where all of them do not fit.
    """
    places: dict[str, str] = {}
    for part in text.split(","):
        place = " ".join(part.split())
        if place:
            places.setdefault(place.casefold(), place)
    length = len(join_places(tuple(places.values())))
    if length > PLACES_MOST:
        raise Refusal("too-long", field="places", most=PLACES_MOST, length=length)
    return tuple(places.values())


def join_places(places: tuple[str, ...]) -> str:
    """Write places as `parse_places` reads them."""
    return ", ".join(places)
