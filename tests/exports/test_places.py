"""The gazetteer: right coordinates, and no place that the text does not name for sure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pycountry
import pytest
import pytz

from warehouse.exports import places
from warehouse.exports.places import find

DATA = tomllib.loads(Path(places.__file__).with_name("places.toml").read_text(encoding="utf-8"))
KNOWN = DATA["capitals"] | DATA["cities"]


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("Geneva", "Geneva"),
        ("GENEVA", "Geneva"),
        ("Genf", "Geneva"),
        ("Geneva, Switzerland", "Geneva"),
        ("Brasilia", "Brasília"),
        ("Washington D.C.", "Washington"),
        ("Sana’a", "Sanaa"),
        ("San José, Costa Rica", "San José"),
        ("Sharm el Sheikh", "Sharm el-Sheikh"),
    ],
)
def test_a_place_is_found_by_the_names_it_goes_by(location: str, name: str) -> None:
    place = find(location)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize(
    "location",
    [None, "", "Florida", "Ukraine", "Paris, Texas", "Geneva, New York", "San José", "La Paz, Sucre", "near Paris",
     "Hotel Bayerischer Hof", "Gaza", "Georgetown", ", France", "Paris,"],
)  # fmt: skip
def test_what_is_no_point_or_not_known_for_sure_is_not_found(location: str | None) -> None:
    assert find(location) is None


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("_", " "))
    return "".join(each for each in plain if each.isalnum()).lower()


def degrees(text: str) -> float:
    """ISO 6709 as the tz database writes it: sign, degrees, minutes and perhaps seconds."""
    sign, digits = text[0], text[1:]
    whole = 2 if len(digits) in (4, 6) else 3
    value = int(digits[:whole]) + int(digits[whole : whole + 2]) / 60 + int(digits[whole + 2 :] or 0) / 3600
    return -value if sign == "-" else value


def test_coordinates_agree_with_those_of_the_tz_database() -> None:
    zones = {}
    for line in pytz.open_resource("zone.tab").read().decode().splitlines():
        if not line.startswith("#"):
            country, where, zone = line.split("\t")[:3]
            found = re.fullmatch(r"([+-]\d+)([+-]\d+)", where)
            assert found
            state = pycountry.countries.get(alpha_2=country)
            zones[folded(zone.rsplit("/", 1)[-1]), state and state.alpha_3] = (degrees(found[1]), degrees(found[2]))
    both = {name: zones[key] for name, row in KNOWN.items() if (key := (folded(name), row[0])) in zones}
    assert len(both) > 150
    for name, (latitude, longitude) in both.items():
        assert abs(KNOWN[name][1] - latitude) < 0.3, name
        assert abs(KNOWN[name][2] - longitude) < 0.3, name


def test_states_exist_and_every_other_name_leads_to_a_place() -> None:
    codes = {each.alpha_3 for each in pycountry.countries} | {"XKX"}  # Kosovo, a code in use that ISO has not given
    assert {row[0] for row in KNOWN.values()} <= codes
    assert set(DATA["also"].values()) <= set(KNOWN)
    assert set(DATA["ambiguous"]) <= set(KNOWN)
    assert not set(DATA["also"]) & set(KNOWN)
