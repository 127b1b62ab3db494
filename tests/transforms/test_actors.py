"""One actor for its spellings, two for two people."""

from pathlib import Path

import pytest

from transforms.actors.fold import fold
from transforms.actors.gazetteer import load_gazetteer
from transforms.actors.resolve import Context, resolve

GAZETTEER = load_gazetteer()


def actor(name: str, year: int | None = 2025, *beside: str) -> tuple[str, str]:
    context = Context((year, 3) if year else None, tuple(sorted(fold(b) for b in beside)))
    found = resolve(name, context, GAZETTEER)
    return found.actor_id, found.rule


@pytest.mark.parametrize(
    "name",
    ["Volodymyr Zelensky", "Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelenskiy", "Selenskyj", "Зеленський",
     "Володимир Зеленський", "Зеленського", "Володимиром Зеленським", "President Zelensky’s",
     "Ukrainian President Volodymyr Zelenskyy", "the Ukrainian president"],
)  # fmt: skip
def test_one_zelensky(name: str) -> None:
    assert actor(name)[0] == "person/volodymyr-zelensky"


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("Marc Rutte", 2025, "person/mark-rutte"),
        ("Ayman al-Zawihiri", 2022, "person/ayman-al-zawahiri"),
        ("Secretary Antony J. Blinken", 2022, "person/antony-blinken"),
        ("Дональдом Трампом", 2025, "person/donald-trump"),
        ("Володимиром Путіним", 2025, "person/vladimir-putin"), ("Сергієм Лавровим", 2025, "person/sergey-lavrov"),
        ("Джей Ді Венсом", 2025, "person/jd-vance"), ("Weißen Hauses", 2025, "metonym/white-house"),
        ("NATO Secretary General", 2022, "person/jens-stoltenberg"),
        ("NATO Secretary General", 2025, "person/mark-rutte"),
        ("U.S.", 2025, "state/USA"), ("US", 2025, "state/USA"), ("United States", 2025, "state/USA"),
        ("Vereinigte Staaten", 2025, "state/USA"), ("США", 2025, "state/USA"), ("Turkish", 2020, "state/TUR"),
        ("EU", 2025, "organisation/eu"), ("НАТО", 2025, "organisation/nato"), ("U.N.", 2025, "organisation/un"),
        ("Kyiv", 2025, "metonym/kyiv"), ("the Kremlin", 2025, "metonym/kremlin"),
        ("Downing Street", 2025, "metonym/downing-street"), ("Brussels", 2025, "metonym/brussels"),
    ],
)  # fmt: skip
def test_spellings_titles_offices_acronyms_metonyms(name: str, year: int, expected: str) -> None:
    assert actor(name, year)[0] == expected


@pytest.mark.parametrize(
    ("name", "year", "beside", "expected"),
    [
        ("Biden", 2024, (), "person/joe-biden"),
        ("Biden", 2024, ("Hunter Biden",), "person/hunter-biden"),
        ("Bush", 2004, (), "person/george-w-bush"),
        ("Bush", 1990, (), "person/george-h-w-bush"),
        ("Bush", 2015, ("Jeb Bush",), "person/jeb-bush"),
        ("Khan", 2019, ("Usman Khan",), "person/usman-khan"),
        ("Kim", 2010, (), "person/kim-jong-il"),
        ("Kim", 2019, (), "person/kim-jong-un"),
        ("Kim Yo Jong", 2019, (), "person/kim-yo-jong"),
        ("President Johnson", 2022, (), "person/johnson"),  # the gazetteer's Johnsons were never president
        ("Alexei Navalnaya", 2022, (), "person/alexei-navalnaya"),
    ],
)  # fmt: skip
def test_two_people_of_one_surname_stay_two(name: str, year: int, beside: tuple[str, ...], expected: str) -> None:
    assert actor(name, year, *beside)[0] == expected


def test_an_office_says_nobody_without_a_date() -> None:
    assert actor("the Russian president", None)[1] == "as_written"


def test_words_are_no_acronyms() -> None:
    assert actor("us")[0] == "unknown/us"


def test_every_metonym_stands_for_a_known_actor_and_no_office_ends_before_it_begins() -> None:
    for known in GAZETTEER.actors.values():
        assert known.stands_for is None or known.stands_for in GAZETTEER.actors, known
        assert all(o.end is None or o.begin <= o.end for o in known.offices), known
        assert all(o.scope in known.actor_id or len(o.scope) == 3 or f"organisation/{o.scope}" in GAZETTEER.actors
                   for o in known.offices), known  # fmt: skip


def test_a_users_file_adds_actors_and_names_on_top(tmp_path: Path) -> None:
    own = tmp_path / "actors.toml"
    own.write_text(
        '[person.jane-doe]\nname = "Jane Doe"\ncountry = "NZL"\noffices = ["prime minister 2025-03/.."]\n'
        '[organisation.nato]\nname = "NATO"\nalso = ["the Pact"]\n',
        encoding="utf-8",
    )
    gazetteer = load_gazetteer(own)
    assert resolve("Prime Minister Doe", Context((2025, 5)), gazetteer).actor_id == "person/jane-doe"
    assert resolve("the Pact", Context(), gazetteer).actor_id == "organisation/nato"
    assert resolve("OTAN", Context(), gazetteer).actor_id == "organisation/nato"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[planet.mars]\nname = "Mars"', "unknown kind of actor 'planet'"),
        ('[person.x]\nname = "X Y"\noffices = ["king"]', "not an office: 'king'"),
        ("[person.x]\ncountry = 'FRA'", "has no 'name'"),
        ("[person.x", "actors.toml"),
    ],
)
def test_a_bad_users_file_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    own = tmp_path / "actors.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"actors\.toml") as error:
        load_gazetteer(own)
    assert said in str(error.value)
