"""Where a place is, for the formats that have a map: a gazetteer of capitals and cities, and nothing guessed.

A country or a region is no point and is not found; neither is a name that several well-known places share, unless
the text names the state too.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("places.toml")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: degrees north and east (WGS 84, two decimals), and its state as ISO 3166-1 alpha-3."""

    name: str
    state: str
    latitude: float
    longitude: float


def find(location: str | None) -> Place | None:
    """The place that a location names ("Geneva", "Geneva, Switzerland"); ``None`` where it is not known for sure."""
    if not location:
        return None
    places, ambiguous = _gazetteer()
    if (whole := places.get(_folded(location))) is not None:
        return None if whole.name in ambiguous else whole
    name, comma, state = location.partition(",")
    place = places.get(_folded(name)) if comma else None
    return place if place is not None and _state(state) == place.state else None


@cache
def _gazetteer() -> tuple[dict[str, Place], frozenset[str]]:
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    known = {name: Place(name, *row) for name, row in (data["capitals"] | data["cities"]).items()}
    named = known | {name: known[same] for name, same in data["also"].items()}
    return {_folded(name): place for name, place in named.items()}, frozenset(data["ambiguous"])


def _folded(name: str) -> str:
    """Without case, accents and points: what people leave out."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(each for each in plain if not unicodedata.combining(each) and each != ".")
    return " ".join(letters.casefold().replace("’", "'").replace("-", " ").split())


@cache
def _state(name: str) -> str | None:
    import pycountry  # 0.1 s, and few locations name a state

    try:
        found = pycountry.countries.lookup(name.strip())
    except LookupError:
        return None
    return str(found.alpha_3)
