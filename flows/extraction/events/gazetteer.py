"""States, organisations and groups known by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pycountry

from flows.extraction.events.words import organisation_words, read_table


@dataclass(frozen=True, slots=True)
class Known:
    """What a name in the gazetteer stands for."""

    name: str  # canonical
    kind: str  # state, organisation, group
    form: str  # name, demonym, seat


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, Known]:
    """Name as written -> what it is.  Names of ISO 3166-1 (pycountry), then our own lists."""
    found: dict[str, Known] = {}
    for country in pycountry.countries:
        name = getattr(country, "common_name", None) or country.name.split(",")[0]
        for written in {country.name, name, getattr(country, "official_name", name)}:
            found[written] = Known(name, "state", "name")
    for state in read_table("actors/states.toml")["states"]:
        name = state["name"]
        for key, form in (("aliases", "name"), ("demonyms", "demonym"), ("seats", "seat")):
            for written in state[key]:
                found[written] = Known(name, "state", form)
        found[name] = Known(name, "state", "name")
    words = organisation_words()
    for written in words["organisations"]:
        found[written] = Known(written, "organisation", "name")
    for written in words["groups"]:
        found[written] = Known(written, "group", "name")
    return found


def known(written: str) -> Known | None:
    """Look a name up, with and without "the" and a full stop at its end."""
    table = gazetteer()
    bare = written.removeprefix("the ").removeprefix("The ")
    return table.get(bare) or table.get(bare.rstrip(".")) or table.get(bare.replace("’", "'"))
