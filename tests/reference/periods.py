"""A few period phrases, in both languages, as days [from, to)."""

import datetime as dt
import re

from .functions import add_months, truncate


class Refused(Exception):
    """The plan is not valid."""


UNITS = {
    "week": "WEEK",
    "month": "MONTH",
    "quarter": "QUARTER",
    "year": "YEAR",
    "semaine": "WEEK",
    "mois": "MONTH",
    "trimestre": "QUARTER",
    "année": "YEAR",
    "an": "YEAR",
}
UNITS |= {
    "day": "DAY",
    "jour": "DAY",
    "trimestre": "QUARTER",
}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
DAY = dt.timedelta(days=1)


def unit_range(unit, offset, today):
    start = truncate(unit, today)
    if unit == "WEEK":
        return start + offset * 7 * DAY, start + (offset + 1) * 7 * DAY
    months = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit]
    return add_months(start, offset * months), add_months(start, (offset + 1) * months)


def month_number(word):
    word = word.lower()
    return (MONTHS.index(word) if word in MONTHS else MOIS.index(word)) + 1


def latest_begun(start, today):
    """Without a year, the latest that has begun."""
    return start if start <= today else start.replace(year=start.year - 1)


def moved(day, unit, count):
    """The day so many units on."""
    unit = UNITS.get(unit, UNITS.get(unit.removesuffix("s")))
    if unit in ("DAY", "WEEK"):
        return day + count * {"DAY": 1, "WEEK": 7}[unit] * DAY
    return add_months(day, count * {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit])


def latest_of_word(word, today):
    """The latest such weekday that has begun, or the first day of the latest such month."""
    for names in (WEEKDAYS, JOURS):
        if word in names:
            return today - ((today.weekday() - names.index(word)) % 7) * DAY
    return latest_begun(dt.date(today.year, month_number(word), 1), today)


def days_of(phrase, today):
    """Gives (from, to)."""
    start, end = days_written(phrase, today)
    if start >= end:
        raise Refused("a period without a day")
    return start, end


def days_written(phrase, today):
    text = phrase.lower()
    for words, offset in ((("today", "aujourd'hui"), 0), (("yesterday", "hier"), -1), (("tomorrow", "demain"), 1)):
        if text in words:
            return today + offset * DAY, today + (offset + 1) * DAY
    if found := re.fullmatch(r"(this|last|next) (week|month|quarter|year)", text):
        return unit_range(UNITS[found[2]], {"this": 0, "last": -1, "next": 1}[found[1]], today)
    if found := re.fullmatch(r"(?:cette|ce) (semaine|mois|trimestre|année)(?:-ci)?", text):
        return unit_range(UNITS[found[1]], 0, today)
    if found := re.fullmatch(
        r"(?:la semaine|le mois|le trimestre|l'année|l'an) (dernière|dernier|prochaine|prochain)", text
    ):
        unit = UNITS[re.search(r"semaine|mois|trimestre|année|an", text)[0]]
        return unit_range(unit, -1 if found[1].startswith("dern") else 1, today)
    if found := re.fullmatch(
        r"(?:last|depuis) (\d+) (\w+)|les (\d+) dernièr?e?s (\w+)|les (\d+) derniers (\w+)", text
    ):
        count, unit = [part for part in found.groups() if part]
        return moved(today, unit, -int(count)), today + DAY
    if found := re.fullmatch(r"next (\d+) (\w+)|les (\d+) prochaine?s (\w+)", text):
        count, unit = [part for part in found.groups() if part]
        return today, moved(today, unit, int(count)) + DAY
    if found := re.fullmatch(r"(?:since|depuis) (\w+)", text):
        return latest_of_word(found[1], today), today + DAY
    if found := re.fullmatch(r"since (\d+) (\w+)|depuis le (\d+)(?:er)? (\w+)", text):
        day, month = [part for part in found.groups() if part]
        return latest_begun(dt.date(today.year, month_number(month), int(day)), today), today + DAY
    if found := re.fullmatch(r"between (\d+) and (\d+) ([a-z]+)|entre le (\d+)(?:er)? et le (\d+) ([^\W\d]+)", text):
        first, last, month = [part for part in found.groups() if part]
        start = latest_begun(dt.date(today.year, month_number(month), int(first)), today)
        return start, start.replace(day=int(last)) + DAY
    if found := re.fullmatch(r"(?:in|en) (\d{4})", text):
        return dt.date(int(found[1]), 1, 1), dt.date(int(found[1]) + 1, 1, 1)
    if found := re.fullmatch(r"(?:in|en) (\w+?)(?: (\d{4}))?", text):
        month = month_number(found[1])
        start = dt.date(int(found[2] or today.year), month, 1)
        start = start if found[2] else latest_begun(start, today)
        return start, add_months(start, 1)
    if found := re.fullmatch(r"(?:in |au )?[qt]([1-4])(?: (\d{4}))?", text):
        start = dt.date(int(found[2] or today.year), int(found[1]) * 3 - 2, 1)
        start = start if found[2] else latest_begun(start, today)
        return start, add_months(start, 3)
    if found := re.fullmatch(r"since (\d+) (\w+) (\d{4})|depuis le (\d+)(?:er)? (\w+) (\d{4})", text):
        day, month, year = found.groups()[:3] if found[1] else found.groups()[3:]
        return dt.date(int(year), month_number(month), int(day)), today + DAY
    if found := re.fullmatch(
        r"between (\d+) and (\d+) (\w+) (\d{4})|entre le (\d+)(?:er)? et le (\d+) (\w+) (\d{4})", text
    ):
        first, last, month, year = found.groups()[:4] if found[1] else found.groups()[4:]
        month = month_number(month)
        return dt.date(int(year), month, int(first)), dt.date(int(year), month, int(last)) + DAY
    raise ValueError(f"a period that the reference does not know: {phrase}")
