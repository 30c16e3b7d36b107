r"""Reference numbers of Thai official letters: every spelling of one number gives one normal form.

Grammar (domain.md 2.4, documents.md 3 "Other real forms", Office of the Prime Minister Regulation on
Correspondence 2526)::

    [ที่] letters ["(" letters ")"] code {"." digits} "/" ["ว"] number ["/" B.E. year]     มท ๐๘๙๑.๓/ว ๑๙๑๘
    code {"." digits} "/" "ว" number                                                     0891.3/ว 1918
    "ว" ["."] number                                                                     ว 1918, ว.1918
    "ที่" number "/" B.E. year                                                            คำสั่ง ที่ ๑๒/๒๕๕๖
    number                                                                               1918 (weak)

Thai or Arabic digits, blanks anywhere between the parts, "\" for "/", dots after the letters, leading zeros or
none. A code has four digits (five for local administrations), so a shorter one lost its zeros; a running number has
no leading zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.thai.bounds import LINE, bounded
from portal.thai.digits import to_arabic
from portal.thai.text import repair

_CENTRAL_LETTERS = "นร กห กค กต กก พม อว วท กษ คค ทส ดศ ทก พน พณ มท ยธ รง วธ ศธ สธ อก ตช พศ อส ปช ตผ ลต ผผ สม ศป ศย รส สว กทม"
_PROVINCE_LETTERS = (
    "กบ กจ กส กพ ขก จบ ฉช ชบ ชน ชย ชพ ชร ชม ตง ตร ตก นย นฐ นพ นม นศ นว นบ นธ นน บก บร ปท ปข ปจ ปน อย พง พท พจ พล "
    "พบ พช พร พย ภก มค มห มส ยล ยส รอ รน รย รบ ลพ ลป ลย ศก สน สข สต สป สส สค สก สบ สห สท สพ สฎ สร นค นภ อน อจ อท "
    "อต อบ"
)
AGENCY_LETTERS = frozenset(f"{_CENTRAL_LETTERS} {_PROVINCE_LETTERS}".split())
"""Code letters of ministries and provinces, needed only where they stand without a blank behind other text."""

_GAP = r"\s{0,3}"
_SLASH = rf"{_GAP}[/\\∕⁄]{_GAP}"
_CIRCULAR = rf"ว{_GAP}\.?{_GAP}"
_CODE_TAIL = rf"(?:{_GAP}\.{_GAP}\d{{1,3}}){{0,4}}"
_YEAR = rf"(?:{_SLASH}(?P<year>2[45]\d\d)(?![\d/.]))?"
_NUMBER = r"(?P<number>\d{1,6})(?!\d)"
_LETTERS = rf"(?P<letters>(?:[ก-ฮ]\.?{_GAP}){{2,4}})(?:\({_GAP}(?P<unit>[ก-๎.]{{1,12}}){_GAP}\){_GAP})?"
_NOT_AFTER_THAI = r"(?:(?<![ก-๎\d])|(?<=ที่))"

_FULL = re.compile(
    rf"{_NOT_AFTER_THAI}{_LETTERS}(?:ที่{_GAP})?(?P<code>\d{{4,5}}{_CODE_TAIL})"
    rf"(?:{_SLASH}(?P<circular>{_CIRCULAR})?|{_GAP}(?P<spaced>{_CIRCULAR})){_NUMBER}{_YEAR}"
)
_SHORT_CODE = re.compile(
    rf"{_NOT_AFTER_THAI}{_LETTERS}(?:ที่{_GAP})?(?P<code>\d{{1,3}}{_CODE_TAIL})"
    rf"(?:{_SLASH}(?P<circular>{_CIRCULAR})|{_GAP}(?P<spaced>{_CIRCULAR})){_NUMBER}{_YEAR}"
)
_GLUED = re.compile(
    rf"(?<=[ก-๎])(?P<letters>[ก-ฮ]{{2}})\.?{_GAP}(?P<unit>(?!))?(?P<code>\d{{4,5}}{_CODE_TAIL})"
    rf"(?:{_SLASH}(?P<circular>{_CIRCULAR})?|{_GAP}(?P<spaced>{_CIRCULAR})){_NUMBER}{_YEAR}"
)
_NO_LETTERS = re.compile(
    rf"(?<![\d.])(?P<code>\d{{3,5}}{_CODE_TAIL})(?:{_SLASH}|{_GAP})(?P<circular>{_CIRCULAR}){_NUMBER}{_YEAR}"
)
_CIRCULAR_ONLY = re.compile(rf"(?<![ก-๎./\\])(?P<circular>{_CIRCULAR}){_NUMBER}(?!\.\d){_YEAR}")
_ORDER = re.compile(rf"(?<![ก-๎])ที่{_GAP}(?P<number>\d{{1,5}}){_SLASH}(?P<year>2[45]\d\d)(?![\d/.])")

_TYPED_CODE_NUMBER = re.compile(rf"(?P<code>\d{{4,5}}{_CODE_TAIL}){_SLASH}(?P<number>\d{{1,6}})")
_TYPED_ORDER = re.compile(rf"(?:ที่{_GAP})?(?P<number>\d{{1,5}}){_SLASH}(?P<year>2[45]\d\d)")
_TYPED_NUMBER = re.compile(rf"(?:(?:เลข)?ที่{_GAP})?(?P<number>\d{{1,6}})")
_TYPED_LEAD = re.compile(r"^(?:(?:หนังสือ|คำสั่ง|สั่งการ|เวียน|ราชการ|ด่วนที่สุด|ด่วนมาก|ด่วน|เลขที่|ฉบับ|ตาม)\s*)+(?:ที่\s*)?")
_TYPED_CODE = re.compile(rf"(?P<code>\d{{1,3}}{_CODE_TAIL}){_SLASH}(?P<circular>{_CIRCULAR}){_NUMBER}{_YEAR}")


@dataclass(frozen=True)
class Reference:
    """One reference number.

    Attributes:
        letters: code letters of the agency, "มท"; empty when they were not written.
        unit: letters in brackets behind them, "กพร"; usually empty.
        code: number of the agency, "0891.3"; empty for short forms.
        circular: whether the letter went to many (ว).
        number: running number without leading zeros, "1918".
        year: B.E. year when it was written behind the number, else None.
        start, end: where it stands in the text that was searched.
        written: how it was written there.
    """

    letters: str
    unit: str
    code: str
    circular: bool
    number: str
    year: int | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    written: str = field(default="", compare=False)

    @property
    def is_weak(self) -> bool:
        """Whether only a bare number is known, which may be anything: "1918"."""
        return not (self.circular or self.code or self.letters or self.year)

    @property
    def is_complete(self) -> bool:
        """Whether the number names one letter of one agency: letters and code are there."""
        return bool(self.letters and self.code)

    @property
    def agency(self) -> str:
        """The part in front of the slash: "มท 0891.3", "นร (กพร) 0106"; empty for short forms."""
        unit = f"({self.unit})" if self.unit else ""
        return " ".join(part for part in (self.letters, unit, self.code) if part)

    @property
    def normal(self) -> str:
        """The one spelling that we store and show: "มท 0891.3/ว 1918"."""
        tail = f"ว {self.number}" if self.circular else self.number
        if self.year:
            tail += f"/{self.year}"
        return f"{self.agency}/{tail}" if self.agency else tail

    def tokens(self, *, weak: bool = False) -> tuple[str, ...]:
        """Return the words under which a search index keeps this number, the vaguest first.

        "มท 0891.3/ว 1918" gives ("ว1918", "0891.3/ว1918", "มท0891.3/ว1918"). A query matches a document when the
        last token of the query is among the tokens of the document. The B.E. year counts only for numbers that
        consist of number and year ("12/2556").

        Args:
            weak: also give the bare number ("1918") in front, for documents' own numbers. A weak reference has no
                other token.
        """
        tail = ("ว" if self.circular else "") + self.number
        found = [self.number] if weak or self.is_weak else []
        if self.circular:
            found.append(tail)
        if self.code:
            found.append(f"{self.code}/{tail}")
        if self.is_complete:
            found.append(f"{self.letters}{self.code}/{tail}")
            if self.unit:
                found.append(f"{self.letters}({self.unit}){self.code}/{tail}")
        if self.year and not (self.circular or self.code):
            found.append(f"{self.number}/{self.year}")
        return tuple(dict.fromkeys(found))


def _code(written: str) -> str:
    """Return an agency's number in normal form: no blanks, four digits at least in front of the first dot."""
    head, *tail = (part.strip() for part in written.split("."))
    return ".".join([head.zfill(4), *tail])


def _reference(match: re.Match[str], start: int, end: int, written: str) -> Reference:
    """Build the reference of a match of any pattern of this module."""
    groups = match.groupdict()
    return Reference(
        letters=re.sub(r"[\s.]", "", groups.get("letters") or ""),
        unit=re.sub(r"[\s.]", "", groups.get("unit") or ""),
        code=_code(groups["code"]) if groups.get("code") else "",
        circular=bool(groups.get("circular") or groups.get("spaced")),
        number=groups["number"].lstrip("0") or "0",
        year=int(groups["year"]) if groups.get("year") else None,
        start=start,
        end=end,
        written=written,
    )


_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def _visible(text: str) -> tuple[str, list[int]]:
    """Return `text` with Arabic digits and without invisible characters, and where each character stood."""
    arabic = to_arabic(text)
    if _INVISIBLE.isdisjoint(arabic):
        return arabic, list(range(len(arabic) + 1))
    kept = [index for index, character in enumerate(arabic) if character not in _INVISIBLE]
    return "".join(arabic[index] for index in kept), [*kept, len(arabic)]


def _is_plausible(match: re.Match[str]) -> bool:
    """Return whether letters, number and slash in running text are a letter's number and not a house or a year.

    Without ว ("ถนน 1234/5") the letters must be an agency's, or the code must look like one: 0023, 0023.3.
    """
    letters, code = re.sub(r"[\s.]", "", match["letters"]), match["code"]
    if letters == "พศ" and re.fullmatch(r"2[456]\d\d", code):
        return False
    circular = match["circular"] or match["spaced"]
    return bool(circular or letters in AGENCY_LETTERS or "." in code or code.startswith("0"))


def _is_plausible_glued(match: re.Match[str]) -> bool:
    """Return whether letters that stand without a blank behind other Thai text ("หนังสือมท0891.3") are an agency's."""
    code = match["code"]
    looks_official = match["circular"] or match["spaced"] or "." in code or code.startswith("0")
    return bool(looks_official and match["letters"] in AGENCY_LETTERS)


def _matches(plain: str) -> Iterator[re.Match[str]]:
    """Yield the matches of all patterns, the most telling pattern first; they may overlap."""
    for pattern in (_FULL, _SHORT_CODE):
        yield from filter(_is_plausible, pattern.finditer(plain))
    yield from filter(_is_plausible_glued, _GLUED.finditer(plain))
    for pattern in (_NO_LETTERS, _CIRCULAR_ONLY, _ORDER):
        yield from pattern.finditer(plain)


def find_references(text: str) -> list[Reference]:
    """Return every reference number in running text, in the order of the text, each with its place.

    Bare numbers are never taken for references here. Where patterns overlap, the one with more parts wins.

    Args:
        text: any text; `start` and `end` of the results are indexes into it.

    Raises:
        TextTooLong: the text is longer than `portal.thai.bounds.LIMIT`.
    """
    plain, places = _visible(bounded(text))
    # One mark for each character: a list of places would be searched once more for every number that is found.
    taken = bytearray(len(plain))
    found: list[Reference] = []
    for match in _matches(plain):
        first, last = match.span()
        if any(taken[first:last]):
            continue
        taken[first:last] = b"\x01" * (last - first)
        start, end = places[first], places[last - 1] + 1
        found.append(_reference(match, start, end, text[start:end]))
    return sorted(found, key=lambda reference: reference.start)


def parse_reference(text: str) -> Reference | None:
    """Return the reference number that `text` consists of, or None when it is something else.

    Meant for what people type into a field or a search box, so words in front such as "หนังสือ", "ด่วนที่สุด ที่"
    are skipped, and a bare number is accepted as a weak reference.

    Args:
        text: a short text; digits of either kind, blanks, damaged Thai.
    """
    if len(text) > LINE:
        return None
    plain = to_arabic(repair(text)).strip().rstrip(".")
    plain = _TYPED_LEAD.sub("", plain)
    if not plain or len(plain) > 80:
        return None
    typed = (
        _FULL,
        _SHORT_CODE,
        _NO_LETTERS,
        _TYPED_CODE,
        _CIRCULAR_ONLY,
        _TYPED_ORDER,
        _TYPED_CODE_NUMBER,
        _TYPED_NUMBER,
    )
    without_lead = re.sub(r"^ที่\s*", "", plain)
    for pattern in typed:
        for candidate in (without_lead, plain):
            match = pattern.fullmatch(candidate)
            if match:
                return _reference(match, 0, len(text), text)
    return None
