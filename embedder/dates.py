"""Dates and times as a reader reads them: in the asked language, the time zone written out."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_timezone_name

from archive.clock import TWO_DIGITS
from embedder.words import words_in

__all__ = ["Dates", "dates_in", "language_name"]

# The day stands before the month, as in the rest of what we write.
_LOCALES = {"en": "en_GB"}


class Dates:
    """Writes times of one time zone in one language, by the Unicode CLDR (Babel).

    >>> from datetime import UTC, datetime
    >>> moment = datetime(2025, 4, 3, 15, 52, tzinfo=UTC)
    >>> dates_in("en", "UTC").minute(moment)
    '3 April 2025, 15:52 UTC'
    >>> dates_in("es", "America/Chicago").minute(moment)
    '3 de abril de 2025, 10:52 hora de verano central'
    """

    def __init__(self, lang: str, timezone: str) -> None:
        self._locale = Locale.parse(_LOCALES.get(lang, lang))
        self._comma = words_in(lang).comma
        # Times are kept in UTC: to write them in it, nothing is computed.
        self._zone: tzinfo = UTC if timezone == "UTC" else ZoneInfo(timezone)
        # A day is written on many posts, and Babel takes 30 µs for it.
        self._day = lru_cache(maxsize=2048)(self._write_day)
        self._zone_names: dict[str | None, str] = {}

    def day(self, moment: datetime) -> str:
        """``3 April 2025``."""
        return self._day(self._local(moment).date())

    def calendar_day(self, day: date) -> str:
        """The same of a day that is no moment, of the register: it is in no zone."""
        return self._day(day)

    def day_of(self, moment: datetime, other: datetime) -> str:
        """The day, without its year where ``other`` is of the same: ``1 April``."""
        mine = self._local(moment)
        if mine.year != self._local(other).year:
            return self.day(moment)
        return format_skeleton("MMMMd", mine.date(), locale=self._locale)

    def same_day(self, one: datetime, other: datetime) -> bool:
        return self._local(one).date() == self._local(other).date()

    def minute(self, moment: datetime) -> str:
        """``3 April 2025, 15:52 UTC``."""
        local = self._local(moment)
        return f"{self._day(local.date())}{self._comma}{self._write_clock(local)}"

    def clock(self, moment: datetime) -> str:
        """``15:52 UTC``."""
        return self._write_clock(self._local(moment))

    def _local(self, moment: datetime) -> datetime:
        """In the zone; at the ends of the calendar, where the day would lie outside, in UTC: a
        post may say of itself that it was made in the year 1 or 9999.
        """
        if moment.tzinfo is self._zone:
            return moment
        try:
            return moment.astimezone(self._zone)
        except OverflowError:
            return moment.astimezone(UTC)

    def _write_day(self, day: date) -> str:
        return format_date(day, "long", self._locale)

    def _write_clock(self, local: datetime) -> str:
        zone = local.tzname()
        if zone != "UTC":
            zone = self._zone_names.get(zone) or self._name_zone(zone, local)
        return f"{TWO_DIGITS[local.hour]}:{TWO_DIGITS[local.minute]} {zone}"

    def _name_zone(self, short: str | None, local: datetime) -> str:
        name = self._zone_names[short] = _long_name(local, self._locale)
        return name


def _long_name(local: datetime, locale: Locale) -> str:
    """``Central Daylight Time``. CLDR keeps a zone's family of names (metazone) under the
    name that the zone had first, ``Asia/Calcutta``; Babel looks under that of today.
    """
    zone, families = str(local.tzinfo), get_global("meta_zones")
    if zone not in families:
        aliases = get_global("zone_aliases")
        zone = aliases.get(zone, zone)
        zone = next((old for old, new in aliases.items() if new == zone and old in families), zone)
    names = locale.meta_zones.get(families.get(zone, ""), {}).get("long", {})
    kind = "daylight" if local.dst() else "standard"
    return names.get(kind) or get_timezone_name(local, width="long", locale=locale)


@lru_cache(maxsize=64)
def dates_in(lang: str, timezone: str) -> Dates:
    """The writer for a language and an IANA time zone, made once."""
    return Dates(lang, timezone)


def language_name(tag: str | None, lang: str) -> str | None:
    """The name of a language by CLDR, in the language ``lang``: ``Spanish`` of ``es-MX``;
    ``None`` where it has none.

    >>> language_name("es-MX", "fr")
    'espagnol'
    """
    code = (tag or "").split("-")[0].lower()
    code = {"iw": "he", "in": "id", "ji": "yi"}.get(code, code)
    if code in {"", "und", "zxx", "mul", "mis", "art", "root"}:
        return None
    return Locale.parse(_LOCALES.get(lang, lang)).languages.get(code)
