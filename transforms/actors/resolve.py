"""A name as written to an actor: each rule a named step, tried in one visible order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from transforms.actors.fold import compact, fold, slug, spelling_key
from transforms.actors.gazetteer import Gazetteer

_TITLES = tomllib.loads(Path(__file__).with_name("titles.toml").read_text("utf-8"))
_OFFICES: dict[str, str] = {fold(k): v for k, v in _TITLES["offices"].items()}
_PLAIN = frozenset(fold(w) for w in _TITLES["plain"]["words"])
_KIND_WORDS = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))
_KINDS = {kind: frozenset(fold(w) for w in words) for kind, words in _KIND_WORDS.items()}
_SAME_OFFICE = {"foreign minister": ("foreign minister", "secretary of state"),
                "prime minister": ("prime minister", "chancellor"),
                "president": ("president", "chair")}  # fmt: skip
# Where a bare title means the country of the text's usual reader only by its form: nobody else has the office.
_SOLE_HOLDER = {"secretary of state": "USA", "treasury secretary": "USA", "attorney general": "USA",
                "national security advisor": "USA", "pope": "VAT", "chancellor": "DEU"}  # fmt: skip
_HEADS = frozenset(title.split()[0] for title in (*_OFFICES, *_PLAIN) if title)
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: office and scope that its titles say, and the rest, all folded."""

    written: str
    folded: str
    core: str
    office: str | None = None
    scope: str | None = None  # alpha-3 or organisation key
    former: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The actor that a name was taken for, and the rule that said so.  ``known`` = it stands in the gazetteer."""

    actor_id: str
    name: str
    kind: str
    rule: str
    known: bool
    country: str | None = None
    stands_for: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the document adds: the month it was published, and the full names that stand in it (folded)."""

    month: Month | None = None
    full_names: tuple[str, ...] = ()


Rule = Callable[[Name, Context, Gazetteer], tuple[str, str] | None]  # -> (actor_id, rule name)


@lru_cache(maxsize=200_000)
def _parts(written: str, gazetteer_id: int) -> Name:
    """``take_apart`` behind a cache; ``gazetteer_id`` keeps gazetteers apart."""
    gazetteer = _GAZETTEERS[gazetteer_id]
    folded = fold(written)
    tokens = folded.split()
    office = scope = None
    former = False
    while tokens:
        if tokens[0] not in _HEADS and tokens[0] not in gazetteer.first_words:
            break  # no title, people or organisation begins like this
        for size in (4, 3, 2, 1):
            head = " ".join(tokens[:size])
            if len(tokens) < size:
                continue
            if head in _OFFICES:
                office = _OFFICES[head]
            elif (known := gazetteer.demonyms.get(head)) is not None and (len(tokens) > size or office):
                scope = scope or known
            elif head in _PLAIN:
                former = former or head in {"former", "ex", "then", "late"}
            elif (
                len(tokens) > size and " ".join(tokens[size:]) in _OFFICES
                and (ids := gazetteer.by_alias.get(compact(head)))
            ):  # fmt: skip
                scope = ids[0][0].rpartition("/")[2]
            else:
                continue
            tokens = tokens[size:]
            break
        else:
            break
    return Name(written, folded, " ".join(tokens), office, scope, former)


_GAZETTEERS: dict[int, Gazetteer] = {}


def take_apart(written: str, gazetteer: Gazetteer) -> Name:
    """Strip titles, nationalities and qualifiers off a name, keeping what they say about the office."""
    _GAZETTEERS[id(gazetteer)] = gazetteer
    return _parts(written, id(gazetteer))


def _held(gazetteer: Gazetteer, actor_id: str, context: Context, slack: int = 0) -> bool:
    month = context.month
    return month is not None and any(o.covers(month, slack) for o in gazetteer.actors[actor_id].offices)


def _only(candidates: Sequence[str]) -> str | None:
    return candidates[0] if len(set(candidates)) == 1 else None


def exact(name: Name, context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """The whole name, then the name without titles, is one that the gazetteer has; its own rule is kept."""
    for text in dict.fromkeys((name.folded, name.core)):
        found = gazetteer.by_alias.get(compact(text), ())
        if len(text) <= 3 and not any(c.isupper() for c in name.written):
            continue  # "us", "who", "is" in lower case are words
        if len(found) == 1:
            return found[0]
        if found:
            persons = [a for a, _ in found if _held(gazetteer, a, context)]
            rank = persons or [a for a, _ in found if gazetteer.actors[a].kind != "metonym"]
            if (only := _only(rank)) is not None:
                return only, dict(found)[only]
    return None


def office_holder(name: Name, context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """ "the Russian president": who held the office when the text was published."""
    if name.core or name.office is None or context.month is None or name.former:
        return None
    scope = name.scope or _SOLE_HOLDER.get(name.office)
    if scope is None:
        return None
    for title in _SAME_OFFICE.get(name.office, (name.office,)):
        holders = [a for held, a in gazetteer.by_office.get((title, scope), ()) if held.covers(context.month)]
        if (only := _only(holders)) is not None:
            return only, "office"
    return None


def _pick(candidates: Sequence[str], name: Name, context: Context, gazetteer: Gazetteer) -> str | None:
    """One person among several of a surname, or none: by the document's full names, office, and prominence."""
    if not candidates:
        return None
    if name.scope:
        candidates = [c for c in candidates if gazetteer.actors[c].country == name.scope] or candidates
    if name.office:
        titles = _SAME_OFFICE.get(name.office, (name.office,))
        fits = [c for c in candidates if any(o.title in titles for o in gazetteer.actors[c].offices)]
        if not fits:
            return None  # a title that none of them ever held means another person
        candidates = fits
    if (only := _only(candidates)) is not None:
        return only
    for slack in (0, 2, 8):
        if (only := _only([c for c in candidates if _held(gazetteer, c, context, slack)])) is not None:
            return only
    return _only([c for c in candidates if gazetteer.actors[c].offices])


def surname(name: Name, context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """A family name alone: the full name of the same document first, else the office-holder of that name."""
    if not name.core or " " in name.core:
        return None
    same = [f for f in context.full_names if name.core in (f.split()[-1], f.split()[0]) and f != name.core]
    for full in sorted(same, key=lambda f: (f.split()[-1] != name.core, -len(f), f)):
        found = gazetteer.by_alias.get(full) or tuple((a, "") for a in gazetteer.by_key.get(spelling_key(full), ()))
        persons = [a for a, _ in found if gazetteer.actors[a].kind == "person"]
        if (only := _only(persons)) is not None and gazetteer.actors[only].surname == name.core:
            return only, "surname"
        if full.split()[-1] == name.core and not persons:
            return None  # a person of the document whom the gazetteer does not know
    picked = _pick(gazetteer.by_surname.get(name.core, ()), name, context, gazetteer)
    return (picked, "surname") if picked else None


def transliteration(name: Name, context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Another transliteration of a full name, or of a family name that the context settles."""
    if len(name.core) < 4 or any(full.split()[-1] == name.core for full in context.full_names if full != name.core):
        return None  # the family name of somebody whom the document names in full
    candidates = gazetteer.by_key.get(spelling_key(name.core), ())
    picked = _pick(candidates, name, context, gazetteer)
    return (picked, "transliteration") if picked else None


_CYRILLIC = re.compile(r"[а-яіїєґё]", re.IGNORECASE)
_ENDINGS = tuple((re.compile(pattern), base) for pattern, base in (
    (r"(?<=[іиоеєё][нв])(?:им|ім|ым)$", ""),
    (r"(?:ого|ому|им|ім|ым|ом)$", "ий"), (r"(?:ого|ому|ым)$", "ый"), (r"(?:ою|ої|ой|ій|у|и|ы|і|е)$", "а"),
    (r"(?:ом|ем|єм|ові|еві|а|у|я|ю|е|і)$", ""), (r"(?:ем|єм|я|ю|ї|єві)$", "й"),
))  # fmt: skip


def _nominatives(written: str) -> list[str]:
    """Forms that a Cyrillic name may have in the nominative, folded; the words are inflected each by itself."""
    variants = [""]
    for word in written.split():
        low = word.lower()
        forms = [low, *(p.sub(base, low) for p, base in _ENDINGS if len(low) > 4 and p.search(low))]
        variants = [f"{v} {f}".strip() for v in variants for f in dict.fromkeys(forms)][:64]
    return [fold(v) for v in variants]


def inflected(name: Name, context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """A Ukrainian or Russian name in an oblique case: "з Дональдом Трампом", "Олексія Гончарука"."""
    if not _CYRILLIC.search(name.written):
        return None
    found = {
        picked
        for form in _nominatives(name.written)
        if (picked := _pick(gazetteer.by_key.get(spelling_key(form), ()), name, context, gazetteer))
    }
    return (only, "inflection") if (only := _only(sorted(found))) is not None else None


def without_middle(name: Name, _context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """First and last name of a longer form: "Joseph R. Biden", "Brenton Harrison Tarrant"."""
    tokens = name.core.split()
    if len(tokens) < 3:
        return None
    found = gazetteer.by_alias.get(f"{tokens[0]} {tokens[-1]}", ())
    persons = [a for a, _ in found if gazetteer.actors[a].kind == "person"]
    return (persons[0], "middle_name") if len(persons) == 1 else None


def _feminine(surname: str) -> str:
    """The Slavic feminine form of a family name: Ivanov, Ivanova; Navalny, Navalnaya."""
    stem = surname.rstrip("iy")
    return f"{stem}aya" if stem != surname else f"{surname}a"


def _near(left: str, right: str) -> bool:
    """Whether two full names are slips of one another: as many parts, each near, the family part nearer.

    Guards: short parts (Kim Jong Un / Il) must be equal, and a feminine ending is no slip (Ivanov / Ivanova).
    """
    a, b = left.split(), right.split()
    if len(a) != len(b) or len(a) < 2 or sum(x != y for x, y in zip(a, b, strict=True)) > 1:
        return False
    for i, (x, y) in enumerate(zip(a, b, strict=True)):
        if x == y:
            continue
        if min(len(x), len(y)) < 4 or x[0] != y[0] or _feminine(x) == y or _feminine(y) == x:
            return False
        if fuzz.ratio(x, y) < (75 if i < len(a) - 1 else 85):
            return False
    return True


def near_spelling(name: Name, _context: Context, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """A typing slip of a full name that the gazetteer has ("Marc Rutte"), where only one person is near."""
    tokens = name.core.split()
    if len(tokens) < 2:
        return None
    pool = gazetteer.by_initials.get(tokens[0][0] + tokens[-1][0], ())
    only = _only([a for folded, a in pool if _near(name.core, folded)])
    return (only, "near_spelling") if only else None


RULES: tuple[Rule, ...] = (exact, office_holder, surname, transliteration, inflected, without_middle, near_spelling)


def kind_of(name: Name) -> str:
    """Kind of an actor that the gazetteer does not know, from the words of its name; ``unknown`` says so."""
    tokens = name.folded.split()
    for kind in ("group", "organisation"):
        if not _KINDS[kind].isdisjoint(tokens):
            return kind
    if name.office or (name.core != name.folded and name.core and name.written[:4].lower() != "the "):
        return "person"
    words = [w for w in name.written.split() if w]
    capital = [w for w in words if w[0].isupper()]
    if 2 <= len(words) <= 5 and len(capital) >= len(words) - 1 and not any(c.isdigit() for c in name.written):
        return "person"
    return "unknown"


def resolve(written: str, context: Context, gazetteer: Gazetteer) -> Resolved:
    """The actor for a name in a document.  A name that nobody knows is an actor of its own, ``known`` false."""
    name = take_apart(written, gazetteer)
    for rule in RULES:
        found = rule(name, context, gazetteer)
        if found is not None:
            actor = gazetteer.actors[found[0]]
            return Resolved(actor.actor_id, actor.name, actor.kind, found[1], True, actor.country, actor.stands_for)
    kind = kind_of(name)
    core = name.core or name.folded
    if kind in ("person", "unknown") and " " not in core:
        same = sorted({f for f in context.full_names if f.split()[-1] == core and f != core})
        if len(same) == 1:
            return Resolved(f"person/{same[0].replace(' ', '-')}", same[0].title(), "person", "surname", False)
    shown = core if kind == "person" and name.core else name.folded
    return Resolved(f"{kind}/{slug(shown)}", _display(name, shown), kind, "as_written", False, None)


def _display(name: Name, core: str) -> str:
    """The written form of the part that was kept: titles off, capitals and accents as in the text."""
    words = name.written.split()
    keep = len(core.split())
    for start in range(len(words)):
        if (name.folded if start == 0 else fold(" ".join(words[start:]))) == core:
            return " ".join(words[start:]).removesuffix("’s").removesuffix("'s")
    return " ".join(words[-keep:]) if keep else name.written
