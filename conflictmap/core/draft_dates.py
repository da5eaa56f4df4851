"""Words of time -> days: "on Friday", "overnight", "two days earlier", "on 27 November", يوم الجمعة.

A weekday is the latest one not after publication; "two days later" counts from the last day told. A table of its own: wires use few
expressions, and a general reader of dates also finds them in words such as "may".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from conflictmap.core.draft_records import When
from conflictmap.core.records import DatePrecision

_DAYS = {name: i for i, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_DAYS |= {
    "الاثنين": 0, "الإثنين": 0, "الثلاثاء": 1, "الأربعاء": 2, "الاربعاء": 2, "الخميس": 3, "الجمعة": 4, "السبت": 5, "الأحد": 6, "الاحد": 6,
}  # fmt: skip
_MONTHS = {
    name: i
    for i, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONTHS |= {name[:3]: i for name, i in list(_MONTHS.items())} | {"sept": 9}
_MONTHS |= {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9, "تشرين الأول": 10,
    "تشرين الثاني": 11, "كانون الأول": 12, "يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "مايو": 5, "يونيو": 6, "يوليو": 7, "أغسطس": 8,
    "سبتمبر": 9, "أكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
}  # fmt: skip
_NUMBERS = {
    word: i for i, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "an": 1}

_DAY = "|".join(_DAYS)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNT = rf"\d{{1,2}}|{'|'.join(_NUMBERS)}"
_PART = r"(?:morning|afternoon|evening|night|dawn|noon|midday)"

_EXPRESSION = re.compile(
    rf"""(?<![\w-])(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?(?:\s*,?\s+(?P<y1>\d{{4}}))?
    | (?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<y2>\d{{4}}))?
    | (?P<between>between|from)\s+(?P<wa>{_DAY})\s+(?:and|to|until)\s+(?P<wb>{_DAY})
    | overnight\s+(?:from\s+)?(?P<na>{_DAY})\s+(?:to|into)\s+(?P<nb>{_DAY})
    | overnight\s+(?:into|to)\s+(?P<into>{_DAY})
    | (?P<since>since\s+(?:late\s+)?)(?P<ws>{_DAY})
    | (?P<next>(?:next|coming|until|by\s+next)\s+)(?P<wn>{_DAY})
    | (?P<last>last\s+)?(?P<w>{_DAY})(?:(?:'s|’s)?\s+(?P<part>{_PART}))?
    | (?P<before_yesterday>(?:the\s+)?day\s+before\s+yesterday|أول\s+أمس)
    | (?P<yesterday>yesterday|أمس)
    | (?P<overnight>overnight|last\s+night|during\s+the\s+night|in\s+the\s+night|الليلة\s+الماضية|ليلا)
    | (?P<today>today|tonight|after\s+midnight|this\s+(?:morning|afternoon|evening)|(?:in\s+the\s+)?(?:last|past)\s+(?:few\s+)?hours|hours\s+(?:ago|earlier)|اليوم)
    | (?P<ago>{_COUNT})\s+days?\s+ago
    | (?P<rel>{_COUNT})\s+days?\s+(?P<way>earlier|before|later|after(?:wards)?)
    | (?:the\s+)?(?P<step>previous|next|following)\s+(?:day|morning|night)
    | (?:(?:over|in|during|for|within)\s+)?(?:the\s+)?(?:last|past|previous)\s+(?P<span>{_COUNT}|24|48|72)\s+(?P<unit>days|hours)
    | (?P<recent>(?:in|over)\s+(?:the\s+)?(?:recent|last\s+few|past\s+few)\s+days)
    | (?P<week>(?:late\s+|earlier\s+|early\s+)?(?:this|last)\s+week)
    | (?:(?P<within>late|early|mid|end\s+of|beginning\s+of)[\s-]+)?(?P<m3>{_MONTH})(?:\s+(?P<y3>(?:19|20)\d\d))?(?=\W|$)
    | (?:in|since|until|by|during|from|before|after|early|late|the)\s+(?P<year>(?:19|20)\d\d)(?![\d:-])
    | (?:{_COUNT}|several|many)\s+(?P<years>years|months)\s+(?:ago|earlier|before)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_LOWER_MAY = re.compile(r"(?:may|mar|march|dec|jan|sat)$")


#: Without one of these, a figure or an Arabic letter a sentence tells no time.
_TIMES = (
    *"day night morning noon evening hours week years months".split(),
    *(name for name in _MONTHS if len(name) == 3 and name.isascii()),
)
_FIGURE_OR_ARABIC = re.compile(r"[\d\u0600-\u06ff]")


class Moment(NamedTuple):
    """Words of time in a sentence: offsets, the days, and whether they lie outside of any report's news (years ago, to come)."""

    start: int
    end: int
    when: When
    kind: Literal["day", "past", "ahead", "since"]


def moments_of(text: str, published: date | None, anchor: date | None = None) -> Iterator[Moment]:
    """Find words of time and the days they stand for. `anchor` is the last day told before: "two days later" counts from it."""
    small = text.lower()
    if not any(word in small for word in _TIMES) and _FIGURE_OR_ARABIC.search(text) is None:
        return
    for found in _EXPRESSION.finditer(text):
        if _LOWER_MAY.match(found.group()) or _LOWER_MAY.match(found.group("m3") or ""):
            continue
        try:
            read = _read(found, published, anchor)
        except (ValueError, OverflowError):
            continue  # 31 November, a day before the calendar began
        if read is None:
            continue
        first, last, precision, kind = read
        words = " ".join(found.group().split())
        if kind == "day" and last is not None:
            anchor = last
        yield Moment(found.start(), found.end(), When(first, last, precision, words), kind)


_Read = tuple[date | None, date | None, DatePrecision, Literal["day", "past", "ahead", "since"]]


def _read(found: re.Match[str], published: date | None, anchor: date | None) -> _Read | None:
    group = {name: value for name, value in found.groupdict().items() if value}
    if "iso" in group:
        day = date.fromisoformat(group["iso"])
        return day, day, "day", "day"
    if "d1" in group or "d2" in group:
        return _calendar_day(group, published)
    if "year" in group or "years" in group:
        return None, None, "month", "past"
    if "next" in group:
        return None, None, "day", "ahead"
    if published is None:
        return None
    one = timedelta(days=1)
    if "wa" in group:
        last = _weekday(group["wb"], published)
        return _weekday(group["wa"], last), last, "range", "day"
    if "na" in group:
        last = _weekday(group["nb"], published)
        return last - one, last, "range", "day"
    if "into" in group:
        last = _weekday(group["into"], published)
        return last - one, last, "range", "day"
    if "ws" in group:
        return _weekday(group["ws"], published), published, "range", "since"
    if "w" in group:
        day = _weekday(group["w"], published - one if "last" in group else published)
        return (
            (day, day + one, "range", "day")
            if group.get("part") == "night" and day < published
            else (day, day, "day", "day")
        )
    if "before_yesterday" in group:
        return published - 2 * one, published - 2 * one, "day", "day"
    if "yesterday" in group:
        return published - one, published - one, "day", "day"
    if "overnight" in group:
        return published - one, published, "range", "day"
    if "today" in group:
        return published, published, "day", "day"
    return _relative(group, published, anchor) or _wide(group, published)


def _relative(group: dict[str, str], published: date, anchor: date | None) -> _Read | None:
    one = timedelta(days=1)
    if "ago" in group:
        day = published - _count(group["ago"]) * one
        return day, day, "day", "day"
    if "rel" in group or "step" in group:
        count = _count(group["rel"]) if "rel" in group else 1
        back = group.get("way") in {"earlier", "before"} or group.get("step") == "previous"
        if anchor is None and not back:
            return None
        day = (anchor or published) + (-count if back else count) * one
        return (day, day, "inferred" if anchor is None else "day", "day") if day <= published else None
    return None


def _wide(group: dict[str, str], published: date) -> _Read | None:
    one = timedelta(days=1)
    if "span" in group:
        count = _count(group["span"])
        days = count if group["unit"].lower() == "days" else max(1, count // 24)
        return published - days * one, published, "range", "since"
    if "recent" in group:
        return published - 3 * one, published, "range", "day"
    if "week" in group:
        monday = published - published.weekday() * one
        if "last" in group["week"].lower():
            return monday - 7 * one, monday - one, "week", "day"
        return monday, published, "week", "day"
    if "m3" in group:
        month = _MONTHS[group["m3"].lower()]
        year = int(group["y3"]) if "y3" in group else published.year - (month > published.month)
        if published.year - year > 1:
            return None, None, "month", "past"
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - one
        return first, min(last, published), "month", "day"
    return None


def _calendar_day(group: dict[str, str], published: date | None) -> _Read | None:
    day, month = int(group.get("d1") or group["d2"]), _MONTHS[(group.get("m1") or group["m2"]).lower()]
    year = group.get("y1") or group.get("y2")
    if year is None and published is None:
        return None
    if year is not None or published is None:
        when = date(int(year or 0), month, day)
    else:
        when = date(published.year, month, day)
        if when > published + timedelta(days=60):
            when = date(published.year - 1, month, day)
    if published and when > published:
        return None, None, "day", "ahead"
    if published and (published - when).days > 366:
        return None, None, "day", "past"
    return when, when, "day", "day"


def _weekday(name: str, until: date) -> date:
    return until - timedelta(days=(until.weekday() - _DAYS[name.lower()]) % 7)


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word.lower()]
