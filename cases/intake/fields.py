"""Form fields that take what people really type: Thai digits, pasted blanks and hyphens, stray control characters."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.thai.bounds import LINE, TextTooLong, normalized
from portal.thai.dates import bangkok_today
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError
from portal.thai.phone import PhoneError, parse_phone
from portal.web.dates import ThaiDateField

MAX_AGE = 130
"""Years; older than anyone ever was."""

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
    """A phone number in any spelling; cleaned to the one spelling of `portal.thai.phone`."""

    def clean(self, value: Any) -> str:
        """Return the number as people write it, with its extension.

        Raises:
            ValidationError: with the Thai sentence of `portal.thai.phone`.
        """
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = parse_phone(text).display
        except ThaiValueError as error:
            raise ValidationError(gettext(error.message), code=error.code) from error
        if self.max_length is not None and len(number) > self.max_length:
            raise ValidationError(gettext(PhoneError("long").message), code="long")
        return number


class MailField(forms.EmailField):
    """An e-mail address; blanks that a phone's keyboard adds are forgiven."""

    def to_python(self, value: Any) -> str:
        """Return the address without blanks and control characters."""
        text = str(value or "")
        if len(text) > raw_limit(self.max_length or LINE):
            return text
        return str(super().to_python(clean_text(text))).replace(" ", "")


class AgeField(LineField):
    """An age in years, in Thai or Arabic digits, with or without the word ปี."""

    def clean(self, value: Any) -> int | None:
        """Return the age, or None when nothing was typed.

        Raises:
            ValidationError: when it is no number, or no age.
        """
        text = to_arabic(super().clean(value))
        if not text:
            return None
        match = re.fullmatch(
            r"(?:อายุ|ประมาณ|ราว|เกือบ|about|aged?|\s)*(\d{1,3})\s*(?:ปี|ขวบ|years?(?: old)?)?", text.lower()
        )
        if not match:
            raise ValidationError(_("กรอกอายุเป็นตัวเลข เช่น 15"), code="age")
        age = int(match[1])
        if age > MAX_AGE:
            raise ValidationError(_("ตรวจอายุอีกครั้ง ต้องไม่เกิน 130 ปี"), code="age")
        return age


class BirthDateField(ThaiDateField):
    """A date of birth in three boxes; พ.ศ. or ค.ศ., Thai digits, month by number or name (domain.md 3, 3.1)."""

    def clean(self, value: list[str] | None) -> dt.date | None:
        """Return the date, or None when all boxes are empty.

        Raises:
            ValidationError: naming the part that is missing or wrong, or saying that the day is still to come.
        """
        # One character more than a line is refused by the reader, so what follows it need not be looked at.
        date = super().clean([clean_text(str(part or "")[: LINE + 1]) for part in (value or ["", "", ""])])
        if date is None:
            return None
        today = bangkok_today()
        if date > today:
            raise ValidationError(_("วันเกิดต้องไม่เป็นวันในอนาคต"), code="future")
        if today.year - date.year > MAX_AGE:
            raise ValidationError(_("ตรวจปีเกิดอีกครั้ง"), code="year_range")
        return date


def age_on(birth: dt.date, day: dt.date) -> int:
    """Return the full years between a birth date and a day; 29 February counts from 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
