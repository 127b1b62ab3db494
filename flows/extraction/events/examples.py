"""Executable examples of the rules that are code: status, date, participants.

Each rule by its name; ``expect`` is a status, an EDTF date ("none" for no date), or names joined by " + ".  The tests
run them all, one test id each; the examples of the lexicon stand in its files.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.extraction.rule import Example

_DAY = "2022-06-15"  # a Wednesday


def _all(*rows: tuple[str, str]) -> tuple[Example, ...]:
    return tuple(Example(text, expect, _DAY) for text, expect in rows)


STATUS: Mapping[str, tuple[Example, ...]] = {
    "no sign of anything else": _all(("Anna Lind [resigned] on Monday.", "occurred")),
    "negation": _all(
        ("Anna Lind did not [resign] on Monday.", "negated"),
        ("Anna Lind has not [met] Marek Nowak in Oslo.", "negated"),
    ),
    "future": _all(("Anna Lind will [resign] on Friday.", "planned")),
    "condition": _all(
        ("The question is whether Anna Lind intends to [resign] on Friday.", "hypothetical"),
        ("If Anna Lind [resigns] on Friday, the markets will fall.", "hypothetical"),
    ),
    "said not to follow": _all(
        ("This does not mean, as many of her critics suggest, that Poland will [sign] the treaty.", "hypothetical"),
    ),
    "modal verb": _all(
        ("Anna Lind may [resign] on Friday.", "hypothetical"),
        ("Poland could [sign] the treaty on Friday.", "hypothetical"),
    ),
    "intended": _all(
        ("Anna Lind plans to [resign] on Friday.", "planned"),
        ("Anna Lind is expected to [meet] Marek Nowak on Friday.", "planned"),
    ),
    "refused or failed to": _all(
        ("Marek Nowak refused to [sign] the treaty on Monday.", "negated"),
        ("The parties failed to [reach] an agreement on Monday.", "negated"),
    ),
    "threatened, offered or considered": _all(("Anna Lind threatened to [resign] on Monday.", "hypothetical")),
    "would, after a verb of saying": _all(("Anna Lind said on Monday that she would [resign] in July.", "planned")),
    "called off": _all(
        ("Norway cancelled the [summit] planned for Friday in Oslo.", "negated"),
        ("The [talks] in Geneva on Friday were called off.", "negated"),
    ),
    "adjective of the future": _all(("The upcoming [election] in Poland worries Anna Lind.", "planned")),
    "dated after publication": _all(
        ("The NATO [summit] in Madrid on 28 June 2022 lasts three days.", "planned"),
        ("European leaders [gather] in Brussels this evening to talk.", "planned"),
    ),
    "might be called off": _all(
        ("The law could be used to postpone the [election] due on 31 July.", "planned"),
        ("Anna Lind asked the court to cancel the [referendum] due on 31 July.", "planned"),
    ),
    "cancelled or postponed": _all(("Norway decided to postpone the [election] due on 31 July.", "negated")),
    "inverted condition": _all(("Should Anna Lind [resign] on Friday, her deputy would follow.", "hypothetical")),
    "planned, and came to nothing": _all(
        ("Anna Lind had planned to [meet] Marek Nowak on Monday, but fell ill.", "negated")
    ),
}

DATES: Mapping[str, tuple[Example, ...]] = {
    "timex in the trigger's phrase": _all(
        ("Monday's [attack] in Kabul killed nine people.", "2022-06-13"),
        ("The August 2017 Unite for Rivers [rally] in Oslo drew thousands of people.", "2017-08"),
    ),
    "timex of the trigger's clause": _all(
        ("Anna Lind [resigned] on Monday.", "2022-06-13"), ("On 3 May 2021 Anna Lind [resigned].", "2021-05-03")
    ),
    "not a date of another clause": _all(
        ("Anna Lind, who was elected in 2019, [resigned].", "none"),
        ("The minister said on Monday that Anna Lind had [resigned].", "none"),
    ),
    "not behind another happening": _all(
        ("Anna Lind was [sworn in] after the resignation of Marek Nowak on 3 May 2021.", "none")
    ),
    "intervals": _all(
        ("The NATO [summit] takes place in Madrid from 28 June to 30 June 2022.", "2022-06-28/2022-06-30"),
        (
            "The Munich Security [Conference], which takes place from Friday to Sunday, is sold out.",
            "2022-06-17/2022-06-19",
        ),
    ),
    "bounds are no dates": _all(("Anna Lind [resigned] before Friday.", "none")),
    "a date in figures that opens the sentence": _all(
        ("In October 2013 Lind [resigned]. Anna Lind was tired.", "2013-10"),
        ("On May 5 Anna Lind was [sworn in].", "2022-05-05"),
    ),
    "not a date of another clause behind a semicolon": _all(
        ("On 3 May Anna Lind resigned; on 9 May the court [convicted] Marek Nowak.", "2022-05-09"),
        ("Anna Lind [resigned]; the court convicted Marek Nowak on 9 May.", "none"),
    ),
    "counted from another happening": _all(
        ("Marek Nowak was [arrested] hours after the shooting in Oslo on Monday.", "2022-06-13"),
        ("Sixty days after the election on 7 April, Anna Lind [named] Marek Nowak prime minister.", "none"),
        ("Five days after a drone had [killed] Marek Nowak, Iran attacked the base on 8 June.", "2022-06-03"),
        (
            "Parliament passed the bill on 8 June. It came a day after Russian ships had [fired] on three boats.",
            "2022-06-07",
        ),
        ("Anna Lind resigned on Monday, hours before a [vote] in parliament.", "2022-06-13"),
    ),
    "day and month right behind a noun that a preposition holds": _all(
        ("They also talked about the [march] on 12 February.", "2022-02-12"),
    ),
    "what is won or lost": _all(("Anna Lind [won] Sunday's presidential election in Norway.", "2022-06-12")),
    "set for a day": _all(("[Sentencing] has been fixed for 10 July.", "2022-07-10")),
    "tense of the clause": _all(("In an interview on the reform, Anna Lind [resigned] in July.", "2021-07")),
}

PARTICIPANTS: Mapping[str, tuple[Example, ...]] = {
    "both sides": _all(
        ("President Anna Lind [spoke] with Prime Minister Marek Nowak by phone on Monday.", "Anna Lind + Marek Nowak")
    ),
    "lists": _all(
        ("Norway, Poland and Spain [signed] a treaty on Monday.", "Norway + Poland + Spain"),
    ),
    "longest name": _all(("Anna Lind is ill. Lind [resigned] on Monday.", "Anna Lind")),
    "pronoun": _all(("Anna Lind is ill. She [resigned] on Monday.", "Anna Lind")),
    "possessive": _all(("Anna Lind's [resignation] on Monday surprised nobody.", "Anna Lind")),
    "passive and agent": _all(("Marek Nowak was [dismissed] by Anna Lind on Monday.", "Anna Lind + Marek Nowak")),
    "apposition": _all(("Her closest adviser, Marek Nowak, [resigned] on Monday.", "Marek Nowak")),
    "a place and a name behind it": _all(
        ("In Barcelona Quim Torra [resigned] on Monday.", "Quim Torra"),
        ("In Paris President Emmanuel Macron [resigned] on Monday.", "Emmanuel Macron"),
        ("In Buenos Aires Anna Lind [resigned] on Monday.", "Anna Lind"),
    ),
    "the two leaders are persons": _all(
        (
            "Norway and Poland signed a treaty. Anna Lind and Marek Nowak had quarrelled. "
            "The two leaders [met] on Monday.",
            "Anna Lind + Marek Nowak",
        ),
    ),
    "a sentence whose verb is read as a participle": _all(
        ("Trump [telephoned] Marek Nowak on Sunday morning with the news.", "Marek Nowak + Trump"),
    ),
    "claimed": _all(("A bomb [exploded] in Kabul on Monday. The Taliban claimed responsibility.", "Taliban")),
}
