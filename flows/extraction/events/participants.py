"""Who took part, in which role: the names in the slots of a trigger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extraction.events.context import Context
from flows.extraction.events.frame import is_verb
from flows.extraction.events.names import Unit
from flows.extraction.events.perpetrators import perpetrators
from flows.extraction.events.words import offices, organisation_words
from flows.extraction.model import Participant

_JOINT = frozenset({"phone_call", "meeting", "summit"})
_VIOLENT = frozenset({"attack"})
_FIRST = frozenset({"i", "me", "my", "we"})
_SAYS = re.compile(
    r"\b(?:said|says|wrote|tweeted|told|added|announced|stated|declared|remarked|explained|saying|writes)\b"
)
_LIST = re.compile(r"\s*(?:,\s*(?:and\s+|&\s*)?|\s(?:and|&)\s+)(?:the\s+|with\s+|between\s+)?")
_PLACES = frozenset(
    [
        "airport",
        "square",
        "street",
        "cathedral",
        "church",
        "mosque",
        "temple",
        "synagogue",
        "hospital",
        "university",
        "school",
        "province",
        "district",
        "region",
        "city",
        "town",
        "village",
        "island",
        "islands",
        "river",
        "bridge",
        "station",
        "stadium",
        "hotel",
        "mall",
        "market",
        "park",
        "road",
        "avenue",
        "valley",
        "strip",
        "peninsula",
        "sea",
        "gulf",
        "strait",
        "bay",
        "base",
        "barracks",
        "oblast",
        "governorate",
        "county",
        "state",
        "states",
        "museum",
        "palace",
        "prison",
        "camp",
        "border",
    ]
)
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself", "who"})
_NOT_ACTORS = frozenset(
    {
        "act",
        "bill",
        "law",
        "award",
        "prize",
        "cup",
        "war",
        "plan",
        "strategy",
        "report",
        "conference",
        "summit",
        "day",
        "project",
        "agreement",
        "treaty",
        "airport",
        "square",
        "street",
        "avenue",
    }
)


def find_participants(context: Context) -> tuple[Participant, ...]:
    """Participants by the trigger's roles, each name once, in the order of the text's roles."""
    found: dict[str, Participant] = {}
    for slot, role in _slots(context):
        for i in context.frame.get(slot):
            for participant in _listed(context, i, slot, role):
                found.setdefault(participant.name, participant)
    for participant in _adjacent(context, {p.role for p in found.values()}):
        found.setdefault(participant.name, participant)
    for participant in perpetrators(context):
        found.setdefault(participant.name, participant)
    return tuple(found.values())


_BEFORE_VERB = re.compile(
    r"(?:,[^,]{0,60},)?\s*(?:(?:\w+ly|also|has|had|have|is|are|was|were|been|being|will|be|then|again|today|"
    r"yesterday|on \w+day)\s+)*$"
)
_AFTER_VERB = re.compile(r"\s*(?:(?:the|its|his|her|their|a|former)\s+)*$")


def _adjacent(context: Context, filled: set[str]) -> Iterator[Participant]:
    """Names right before and after a verb whose arguments the parser has hung elsewhere."""
    if context.frame.nominal:
        return
    roles = dict(context.candidate.trigger.roles)
    text = context.document.text
    left = roles.get("obj" if context.frame.passive else "subj")
    if left and left not in filled and not (context.frame.get("subj") and not context.frame.passive):
        before = context.names.within(context.sentence.start, context.candidate.start)
        if (
            before
            and before[-1].demonym is None
            and _BEFORE_VERB.fullmatch(text[before[-1].end : context.candidate.start])
        ):
            slot = "obj" if context.frame.passive else "subj"
            if _can_act(context, before[-1], slot):
                yield _participant(before[-1], left)
    right = roles.get("obj")
    if right and right not in filled and not context.frame.passive:
        after = context.names.within(context.candidate.end, context.sentence.end)
        if (
            after
            and after[0].demonym is None
            and _AFTER_VERB.fullmatch(text[context.candidate.end : after[0].left])
            and _can_act(context, after[0], "obj")
        ):
            yield _participant(after[0], right)


def _slots(context: Context) -> Iterator[tuple[str, str]]:
    """The trigger's roles; the clause's subject takes part in what it does "in a phone call", "at talks"."""
    roles = context.candidate.trigger.roles
    yield from roles
    by_slot = dict(roles)
    if "subj" in by_slot:
        yield "owner", by_slot["subj"]
        if context.candidate.trigger.type in _JOINT and not {"before_gov", "after_gov", "following_gov"} & set(
            context.frame.slots
        ):
            yield "clause_subj", by_slot["subj"]
            yield "clause_obj", by_slot.get("with", by_slot["subj"])
        elif context.candidate.trigger.type in _JOINT and any(
            context.token(i).tag == "PRP$" for i in context.frame.get("poss")
        ):
            yield "clause_subj", by_slot["subj"]
    if context.candidate.trigger.type in _VIOLENT and "obj" in by_slot:
        yield "victim", by_slot["obj"]


def _listed(context: Context, i: int, slot: str, role: str) -> Iterator[Participant]:
    """The filler and the further names of its list ("Costa Rica, the Dominican Republic, and Panama")."""
    token = context.token(i)
    for participant in _resolve(context, i, slot, role):
        yield participant
        if participant.start is not None and participant.end is not None and slot != "mod":
            for unit in _chain(context, participant.end):
                yield _participant(unit, role)
    if context.timexes_at(i) or token.start < context.sentence.start:
        return


_AND_OTHERS = re.compile(r",? (?:and|as well as) (?:\w+ )?other\b")


def _chain(context: Context, end: int) -> list[Unit]:
    """Names that go on a list after ``end``: commas only if an "and" follows."""
    text, units = context.document.text, context.names.within(end, context.sentence.end)
    found: list[Unit] = []
    closed = False
    for unit in units:
        between = text[end : unit.left]
        if between in {" of ", " from "} and unit.kind == "state":
            end = unit.end  # "Ana Beltrán of Spain and Youssef Amrani of Morocco"
            continue
        if ";" in between and re.search(r";\s+(?:and\s+)?(?:the\s+)?$", between):
            closed = True  # a list with descriptions between semicolons
            found.append(unit)
            end = unit.end
            continue
        if ";" in text[end : context.sentence.end] and not _LIST.fullmatch(between):
            continue
        if closed or not _LIST.fullmatch(between):
            break
        closed = "and" in between or "&" in between
        found.append(unit)
        end = unit.end
    closed = closed or bool(_AND_OTHERS.match(text[end : context.sentence.end]))
    return [unit for unit in found if unit.demonym is None] if closed else []


def _resolve(context: Context, i: int, slot: str, role: str) -> Iterator[Participant]:
    token = context.token(i)
    if is_verb(token) or context.timexes_at(i):
        return
    unit = context.unit(i)
    lower = token.lower
    if unit is not None and unit.demonym is None and unit.left <= token.start:
        if _can_act(context, unit, slot) and not (role == "host" and unit.kind in {"state", None}):
            yield _participant(unit, role)
    elif unit is None and token.tag == "NNP" and token.start == context.sentence.start and len(token.text) > 2:
        yield Participant(token.text, role, token.start, token.end)  # a name only because the tagger says so
    elif lower in _FIRST:
        speaker = _speaker(context, token.start)
        if speaker is not None:
            yield Participant(speaker.full, role, None, None, speaker.kind)
    elif lower in _PERSONAL:
        person = _antecedent(context, token.start, nearest=token.tag == "PRP$" and slot != "clause_subj")
        if person is not None:
            yield Participant(person.full, role, None, None, "person")
    else:
        yield from _common_noun(context, i, role)


def _common_noun(context: Context, i: int, role: str) -> Iterator[Participant]:
    """Names around a common noun: "Turkish police", "officials from X", "his advisor, Y", "the president"."""
    tree, token = context.frame.tree, context.token(i)
    words = organisation_words()
    lower = token.lower
    appositions = [kid for kid in tree.kids(i, "appos") if context.unit(kid.i) is not None]
    for kid in appositions:
        unit = context.unit(kid.i)
        if unit is not None:
            yield _participant(unit, role)
    if appositions:
        return
    if token.tag == "NNS":
        listed = _list_after(context, token.end)
        if listed:
            yield from (_participant(unit, role) for unit in listed)
            return
    if lower in _HANDED_IN:
        for kid in tree.kids(i, "poss"):
            yield from _resolve(context, kid.i, "poss", "official")
        return
    named_after = _named_after(context, token.end) if lower.rstrip("s") in offices() else None
    if named_after is not None:
        yield _participant(named_after, role)
        return
    if lower in words["representatives"] | words["collectives"] or lower.rstrip("s") in offices():
        sources = [
            inner for kid in tree.kids(i, "prep") if kid.lower in {"of", "from"} for inner in tree.kids(kid.i, "pobj")
        ]
        named = [unit for inner in sources if (unit := context.unit(inner.i)) is not None and unit.demonym is None]
        if named:
            yield from (_participant(unit, role) for unit in named)
            return
    yield from (_participant(unit, role) for unit in _and_others(context, token.start))
    modifiers = [kid for kid in tree.kids(i, "compound", "amod", "nmod", "poss") if context.unit(kid.i) is not None]
    if lower in words["collectives"] and modifiers:
        first = context.unit(modifiers[0].i)
        start = min(kid.start for kid in tree.kids(i, "compound", "amod", "nmod") or modifiers)
        if first is not None:
            start = min(start, first.start) if first.start >= context.sentence.start else start
            kind = "organisation" if first.kind == "state" else first.kind
            yield Participant(context.document.text[start : token.end], role, start, token.end, kind)
        return
    if lower in offices():
        person = context.names.person_with_title(lower, token.start)
        if person is not None:
            yield Participant(person.full, role, None, None, "person")
            return
    for kid in modifiers:
        unit = context.unit(kid.i)
        if unit is not None and unit.demonym is None and unit.kind in {"group", "organisation", "person"}:
            yield _participant(unit, role)


_HANDED_IN = frozenset({"resignation", "resignations"})


def _list_after(context: Context, end: int) -> list[Unit]:
    """Names in apposition to a plural: "the successors of Morales, Ada Moss, Ben Carr and Cy Dale"."""
    text = context.document.text
    limit = context.candidate.start if context.candidate.start > end else context.sentence.end
    for unit in context.names.within(end, limit):
        if text[end : unit.left].rstrip().endswith((",", ":")):
            rest = _chain(context, unit.end)
            return [unit, *rest] if rest and unit.demonym is None else []
    return []


_OF_PLACE = re.compile(r"(?: (?:of|for) [^,.;]{2,50})?, (?:the )?")


def _named_after(context: Context, end: int) -> Unit | None:
    """The name after an office: "the president of Ostria, Karl Wendt,"."""
    for unit in context.names.within(end, min(context.sentence.end, end + 90)):
        if _personlike(unit) and _OF_PLACE.fullmatch(context.document.text[end : unit.left]):
            return unit
    return None


def _and_others(context: Context, start: int) -> list[Unit]:
    """Names before "and other leaders": "Ada Moss, Ben Carr and other opposition leaders"."""
    text = context.document.text
    units = [u for u in context.names.within(context.sentence.start, start) if u.demonym is None]
    if not units or not re.fullmatch(
        r",? (?:and|as well as) (?:\w+ )?other(?: [\w-]+){0,5} ?", text[units[-1].end : start]
    ):
        return []
    found = [units[-1]]
    for unit in reversed(units[:-1]):
        if not _LIST.fullmatch(text[unit.end : found[-1].left]):
            break
        found.append(unit)
    return found[::-1]


def _can_act(context: Context, unit: Unit, slot: str) -> bool:
    """Not the event's own name, a place, or a thing."""
    if unit.start < context.candidate.end and unit.end > context.candidate.start:
        return False
    last = unit.name.split()[-1].lower()
    if last in _NOT_ACTORS or (unit.kind is None and last in _PLACES):
        return False
    if slot == "mod":  # "Kabul car bombing" names the place, "Taliban attack" the attacker
        return not unit.seat and unit.kind is not None
    if context.candidate.trigger.type in _VIOLENT and slot in {"of", "obj", "on", "against", "victim", "in"}:
        return not unit.seat
    return True


def _speaker(context: Context, offset: int) -> Unit | None:
    """Who says "I" or "we" inside quotation marks: the one named beside a verb of saying, here or just before."""
    text = context.document.text
    low = max(0, text.rfind("\n", 0, offset))
    high = text.find("\n", offset)
    quote = next(((a, b) for a, b in context.quotations if a <= offset < b), (offset, offset))
    if text[max(0, quote[0] - 3) : quote[0]].strip(' “"«„').endswith(":"):  # "Bolton gave another account: “I …"
        cut = max(text.rfind(". ", 0, quote[0] - 3), low)
        told = [u for u in context.names.within(cut, quote[0]) if _personlike(u)]
        if told:
            return told[0]
    for match in _SAYS.finditer(text, low, len(text) if high < 0 else high):
        if quote[0] <= match.start() < quote[1]:
            continue
        before = context.names.within(max(low, match.start() - 40), match.start())
        after = context.names.within(match.end(), match.end() + 60)
        for unit in (*after[:1], *before[-1:]):
            if _personlike(unit) and not text[min(unit.end, match.end()) : max(unit.left, match.start())].strip(" ,"):
                return unit
    return None


def _participant(unit: Unit, role: str) -> Participant:
    return Participant(unit.full, role, unit.start, unit.end, unit.kind)


def _antecedent(context: Context, offset: int, nearest: bool = False) -> Unit | None:
    """Whom "he" or "she" means where that is safe.

    The first person named in this sentence; else the subject of the sentence before, which is the first person
    named there if nothing but titles, an aside or an adverbial precedes it; never the object of that sentence.
    """
    here = [u for u in context.names.within(context.sentence.start, offset) if _personlike(u)]
    if here:
        return here[-1] if nearest else here[0]
    text = context.document.text
    low = max(0, context.sentence.start - 400)
    before = [u for u in context.names.within(low, context.sentence.start) if _personlike(u)]
    marks = (". ", "\n", "! ", "? ", ".” ", '." ')
    cut = max(text.rfind(mark, 0, max(0, context.sentence.start - 2)) for mark in marks)
    last = [unit for unit in before if unit.left > cut]
    word = text[offset : offset + 4].split()[0].lower() if text[offset : offset + 4].split() else ""
    last = [unit for unit in last if not _other_sex(unit, word)]
    if last:
        first = last[0]
        acts = not re.search(r"\b(?:by|with|of|to|against|from|between)\s+(?:the\s+)?$", text[cut + 1 : first.left])
        return first if acts and first.left - cut <= 90 else (first if len({u.full for u in last}) == 1 else None)
    return before[-1] if len({u.full for u in before}) == 1 and not _other_sex(before[-1], word) else None


_MALE = re.compile(r"\b(?:king|prince|mr|sir|lord|chairman|businessman|duke|emir|sultan|pope|emperor)\b")
_FEMALE = re.compile(r"\b(?:queen|princess|mrs|ms|lady|chairwoman|duchess|empress|baroness)\b")


def _other_sex(unit: Unit, pronoun: str) -> bool:
    """The person's title says that the pronoun means somebody else: "King Abdullah … she"."""
    if pronoun.startswith(("he", "hi")) and not pronoun.startswith("her"):
        return bool(_FEMALE.search(unit.title))
    return pronoun.startswith(("she", "her")) and bool(_MALE.search(unit.title))


def _personlike(unit: Unit) -> bool:
    return unit.kind == "person" or (
        unit.kind is None and unit.demonym is None and (" " in unit.name or unit.full != unit.name)
    )
