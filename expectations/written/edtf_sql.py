"""SQL that reads an EDTF string: the first and last day that it can mean, and how exact it is.

Written from ISO 8601-2:2019 independently of the code that makes these strings, so that each checks the other.
Seasons are left out: the standard does not say on which day one begins.
"""

from __future__ import annotations


def first_day(edtf: str) -> str:
    """SQL for the first day of an EDTF string (an SQL expression); NULL for an open beginning or a season."""
    return _point(f"split_part({edtf}, '/', 1)", last=False)


def last_day(edtf: str) -> str:
    """SQL for the last day of an EDTF string (an SQL expression); NULL for an open end or a season."""
    return _point(f"split_part({edtf}, '/', -1)", last=True)


def _point(raw: str, *, last: bool) -> str:
    point = f"rtrim({raw}, '~')"
    month = f"try_cast({point} || '-01' AS DATE)"
    if last:
        digit, end, of_month = "9", "-12-31", f"last_day({month})"
    else:
        digit, end, of_month = "0", "-01-01", month
    return (
        f"CASE length({point}) WHEN 10 THEN try_cast({point} AS DATE) WHEN 7 THEN {of_month}"
        f" WHEN 4 THEN try_cast(replace({point}, 'X', '{digit}') || '{end}' AS DATE) END"
    )


def has_season(edtf: str) -> str:
    """SQL: whether the string names a season (months 21 to 24)."""
    return rf"regexp_matches({edtf}, '(^|/)\d{{4}}-2[1-4]([~/]|$)')"


_DAY = r"\d{4}-\d{2}-\d{2}~?"
_SHAPES = {
    "day": _DAY,
    "month": r"\d{4}-(0[1-9]|1[0-2])~?",
    "season": r"\d{4}-2[1-4]~?",
    "year": r"\d{4}~?",
    "decade": r"\d{3}X~?",
    "week": f"{_DAY}/{_DAY}",
    "weekend": f"{_DAY}/{_DAY}",
    "quarter": ".+/.+",
    "half": ".+/.+",
    "interval": r".+/.+|\d{2}XX~?",
}
# longest stretch, in days, that a precision can cover; shorter ones are cut off by what is known ("this week" of
# something that has happened ends with the report)
_DAYS = {"week": 7, "weekend": 3, "quarter": 92, "half": 184}


def disagrees(precision: str, edtf: str, first: str, last: str) -> str:
    """SQL: whether the precision is not that of the EDTF string."""
    shapes = " ".join(f"WHEN '{name}' THEN NOT regexp_full_match({edtf}, '{shape}')" for name, shape in _SHAPES.items())
    lengths = " ".join(f"WHEN '{name}' THEN {last} - {first} >= {days}" for name, days in _DAYS.items())
    return (
        f"(CASE {precision} WHEN 'unknown' THEN {edtf} IS NOT NULL {shapes} END"
        f" OR ({precision} <> 'unknown' AND {edtf} IS NULL) OR CASE {precision} {lengths} ELSE false END)"
    )
