"""Form fields that take what people really type: Thai digits, pasted blanks and hyphens, stray control characters.

What cannot be read is kept as words and blocks nobody (docs/decisions/0009): a telephone number, an e-mail address, an age,
a date of birth. Only length is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.thai.ages import LONGEST as LONGEST_AGE
from portal.thai.ages import OLDEST, Age, AgeError, read_age
from portal.thai.bounds import LINE, TextTooLong, normalized
from portal.thai.dates import DateError, bangkok_today, parse_date_parts
from portal.thai.phone import kept_phones
from portal.web.dates import ThaiDateField

# Direction marks can turn a sentence around on the officer's screen, so they go; joiners stay, because Khmer, Burmese
# and Arabic names need them (S2.25).
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NOT_KEPT = re.compile(f"[{_DIRECTION}\ufeff]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")


def raw_limit(longest: int) -> int:
    """Return how long a raw text may be of which `longest` characters can be kept.

    Doubled blanks, Windows line ends and invisible signs vanish, so twice as many may come, and some more.
    """
    return 2 * longest + 200


def clean_text(text: str, *, lines: bool = False) -> str:
    """Return typed text in Unicode NFC without control and direction characters.

    Args:
        text: as typed or pasted, of any script.
        lines: keep line ends (as LF); without it they become blanks.
    """
    text = normalized(text).replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = text.replace("\n", " ")
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    text = _BLANKS.sub(" ", _NOT_KEPT.sub("", text))
    return text.strip()


class LineField(forms.CharField):
    """One line of text of any script; control characters and doubled blanks vanish."""

    lines = False

    @property
    def longest_kept(self) -> int:
        """Most characters of the cleaned text."""
        return LINE if self.max_length is None else int(self.max_length)

    def to_python(self, value: Any) -> str:
        """Return the cleaned text before Django's own checks, so that a pasted NUL is no error.

        A text that would be too long however much of it vanished comes back as it is: the checks refuse it by its raw
        length, and no work is done on it (issue 7, "One request must never stop the rest").
        """
        if value in self.empty_values:
            return ""
        text = str(value)
        return text if len(text) > raw_limit(self.longest_kept) else clean_text(text, lines=self.lines)

    def validate(self, value: str) -> None:
        """Refuse a text that is too long where no check of Django's does.

        Raises:
            ValidationError: as `too_long`.
        """
        super().validate(value)
        if self.max_length is None and len(value) > self.longest_kept:
            raise self.too_long(value)

    def too_long(self, value: str) -> ValidationError:
        """Return what is said about a text that is too long."""
        return ValidationError(gettext(TextTooLong("too_long").message), code="max_length")


class StoryField(LineField):
    """Several lines of text. A text that is too long is refused with the number of characters to cut, never cut."""

    lines = True
    widget = forms.Textarea

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    @property
    def longest_kept(self) -> int:
        """Most characters of the cleaned text."""
        return self.longest

    def too_long(self, value: str) -> ValidationError:
        """Say how many characters are too many."""
        return ValidationError(
            _("ข้อความยาวเกินไป %(over)s ตัวอักษร เขียนได้ไม่เกิน %(longest)s ตัวอักษร"),
            code="max_length",
            params={"over": f"{len(value) - self.longest:,}", "longest": f"{self.longest:,}"},
        )


class ThaiPhoneField(LineField):
    """Telephone numbers in any spelling, several of them, with remarks ("081-234-5678 หรือ 075-611234 (ลูกสาว)").

    What is a number or a list of numbers is cleaned to the one spelling of `portal.thai.phone`; anything else stays as
    it was typed.
    """

    def clean(self, value: Any) -> str:
        """Return the numbers as people write them, with their extensions, or the text as typed.

        Raises:
            ValidationError: it is longer than the field, or empty and needed.
        """
        return kept_phones(super().clean(value), longest=self.max_length)


class MailField(forms.EmailField):
    """An e-mail address; blanks that a phone's keyboard adds are forgiven.

    What is no address becomes "": it must never be written to. `words` keeps it for the eyes of an officer.
    """

    def clean(self, value: Any) -> str:
        """Return the address, or "" for what is none.

        Raises:
            ValidationError: it is longer than the field, or empty and needed.
        """
        try:
            return str(super().clean(value))
        except ValidationError as error:
            if {found.code for found in error.error_list} == {"invalid"}:
                return ""
            raise

    def words(self, value: Any) -> str:
        """Return a text that is no address as it was typed; "" for an address, and for what is too long for the field."""
        text = clean_text(str(value or "")[: raw_limit(self.max_length or LINE)])
        try:
            is_address = bool(self.clean(value))
        except ValidationError:
            return ""
        return "" if is_address else text

    def to_python(self, value: Any) -> str:
        """Return the address without blanks and control characters."""
        text = str(value or "")
        if len(text) > raw_limit(self.max_length or LINE):
            return text
        return str(super().to_python(clean_text(text))).replace(" ", "")


class AgeField(LineField):
    """An age in any words (`portal.thai.ages`); cleaned to full years, None when nothing was typed or can be read."""

    def clean(self, value: Any) -> int | None:
        """Return the full years as far as they can be known.

        Raises:
            ValidationError: it is longer than an age.
        """
        return self.read(super().clean(value)).years

    @staticmethod
    def read(text: Any) -> Age:
        """Return years and words of an age as it was typed.

        Raises:
            ValidationError: as `clean`.
        """
        try:
            return read_age(clean_text(str(text or "")[: LINE + 1]))
        except AgeError as error:
            raise ValidationError(gettext(error.message), code="age") from error


@dataclass(frozen=True)
class Birth:
    """What somebody told of a date of birth.

    Attributes:
        date: the day; None when it cannot be known.
        words: what was typed where it is no day that anybody living was born on; else "".
        years: of age by the year alone, at least, where that can be read.
    """

    date: dt.date | None = None
    words: str = ""
    years: int | None = None


class BirthDateField(ThaiDateField):
    """A date of birth in three boxes; พ.ศ. or ค.ศ., Thai digits, month by number or name (domain.md 3, 3.1).

    Many know the year only: a day that is missing or cannot be read blocks nobody.
    """

    def clean(self, value: list[str] | None) -> dt.date | None:
        """Return the date, or None when there is none.

        Raises:
            ValidationError: it is longer than a date.
        """
        return self.read(value).date

    def read(self, value: list[str] | None) -> Birth:
        """Return the date, or its words and what the year tells.

        Raises:
            ValidationError: as `clean`.
        """
        raw = [str(part or "") for part in (value or ["", "", ""])]
        is_long = any(len(part) > LINE for part in raw)
        parts = [] if is_long else [clean_text(part) for part in raw]
        words = " ".join(part for part in parts if part)
        if is_long or len(words) > LONGEST_AGE:
            raise ValidationError(_("เขียนวันเกิดสั้น ๆ เช่น 27 มีนาคม 2530"), code="long")
        try:
            date = super().clean(parts)
        except ValidationError:
            return Birth(words=words, years=_years_since(parts))
        if date is None:
            return Birth()
        today = bangkok_today()
        if date > today or today.year - date.year > OLDEST:
            return Birth(words=words)
        return Birth(date)


def _years_since(parts: list[str]) -> int | None:
    """Return the age that month and year tell, or the year alone: the lower one, because the young are protected."""
    today = bangkok_today()
    for month in (parts[1], "12"):
        try:
            born = parse_date_parts("28", month, parts[2])
        except DateError:
            continue
        if born and born.year <= today.year and today.year - born.year <= OLDEST:
            return max(age_on(born, today), 0)
    return None


def age_on(birth: dt.date, day: dt.date) -> int:
    """Return the full years between a birth date and a day; 29 February counts from 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
