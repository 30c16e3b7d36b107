"""The official letter (หนังสือภายนอก) as plain data, and its PDF.

The layout follows the regulation on Saraban work B.E. 2526, annex form 1, with the measures of documents.md section 1:
"TH Sarabun 16 pt" on paper is 10.7 pt of the Sarabun typeface that we ship, which is drawn half as large again.
"""

from __future__ import annotations

import dataclasses
import mimetypes
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from portal.letters.drawing.render import render_pdf
from portal.letters.vocabulary import Acting, Urgency

TEMPLATE = "letters/letter.html"


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """One thing sent with a letter (สิ่งที่ส่งมาด้วย).

    Args:
        title: what it is.
        quantity: how many; None leaves the count out.
        unit: the counting word, such as ฉบับ, ชุด or เล่ม.
    """

    title: str
    quantity: int | None = 1
    unit: str = "ฉบับ"


@dataclass(frozen=True, kw_only=True)
class LetterDraft:
    """What a writer decides about a letter; number, date and letterhead come when it is issued.

    Args:
        subject: เรื่อง, without the word itself.
        addressee: เรียน, the office held by the receiver.
        paragraphs: the body, one plain text for each paragraph; the last is the closing request (จึงเรียนมาเพื่อ…).
        references: อ้างถึง, one text for each letter referred to.
        enclosures: สิ่งที่ส่งมาด้วย, in order.
        urgency: printed red above the number.
        signatory: name of the person who signs; empty leaves room to write it.
        position: that person's office.
        acting: in which way that person signs for another, as it is printed (`Acting`).
        acting_for: the office acted for, if any.
        owner_unit: the unit in charge, bottom left; empty takes the issuing organization.
        phones: its telephone numbers; empty takes the organization's.
        is_circular: put ว before the running number (หนังสือเวียน).
    """

    subject: str
    addressee: str
    paragraphs: tuple[str, ...]
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    signatory: str = ""
    position: str = ""
    acting: str = Acting.ON_BEHALF.value
    acting_for: str = ""
    owner_unit: str = ""
    phones: tuple[str, ...] = ()
    is_circular: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficialLetter:
    """A letter complete as it goes out.

    Every field is as in `LetterDraft`; these are new.

    Args:
        number: "กบ 0023.3/ว 3332", in Arabic digits; paper shows Thai digits.
        agency_lines: the issuing office and its address, top right.
        issued_on: the letter's date.
    """

    number: str
    agency_lines: tuple[str, ...]
    issued_on: date
    subject: str
    addressee: str
    paragraphs: tuple[str, ...]
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    signatory: str = ""
    position: str = ""
    acting: str = Acting.ON_BEHALF.value
    acting_for: str = ""
    owner_unit: str = ""
    phones: tuple[str, ...] = ()

    @classmethod
    def from_draft(
        cls, draft: LetterDraft, *, number: str, agency_lines: tuple[str, ...], issued_on: date
    ) -> OfficialLetter:
        """Complete a draft with what is decided on issue."""
        shared = {field.name for field in dataclasses.fields(cls)} & {
            f.name for f in dataclasses.fields(draft)
        }
        values = {name: getattr(draft, name) for name in shared}
        return cls(number=number, agency_lines=agency_lines, issued_on=issued_on, **values)

    def to_snapshot(self) -> dict[str, object]:
        """Return the letter as JSON-able values; `from_snapshot` reads it back unchanged."""
        return {
            **dataclasses.asdict(self),
            "issued_on": self.issued_on.isoformat(),
            "urgency": self.urgency.value,
        }

    @classmethod
    def from_snapshot(cls, snapshot: dict) -> OfficialLetter:
        """Read a letter back from `to_snapshot`'s values.

        Raises:
            KeyError, ValueError, TypeError: the values are no letter of this form.
        """
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in snapshot.items()}
        values["issued_on"] = date.fromisoformat(snapshot["issued_on"])
        values["urgency"] = Urgency(snapshot["urgency"])
        values["enclosures"] = tuple(Enclosure(**enclosure) for enclosure in snapshot["enclosures"])
        return cls(**values)


def emblem_asset() -> dict[str, tuple[bytes, str]]:
    """Return the letterhead's emblem as a render asset, or nothing.

    The garuda is protected by law and does not come with Klang: an office that may use it names its own picture in
    `KLANG["GARUDA_IMAGE"]`. Without one its place stays empty.
    """
    name = settings.KLANG.get("GARUDA_IMAGE", "")
    if not name or not Path(name).is_file():
        return {}
    content_type = mimetypes.guess_type(name)[0] or "image/png"
    return {"emblem": (Path(name).read_bytes(), content_type)}


PREVIEW = "ตัวอย่าง ยังไม่ออกเลข"
WITHDRAWN = "ยกเลิก"
PRACTICED = "ฝึกหัด"
"""Across each letter of a practice installation (decision 0017)."""


def letter_pdf(letter: OfficialLetter, *, stamp: str = "") -> bytes:
    """Draw a letter: A4, Thai digits, page numbers from page 2, catch-words at the foot of each page but the last.

    The same letter gives the same bytes.

    Args:
        letter: as it goes out, or as it would.
        stamp: words across every page: `PREVIEW`, `WITHDRAWN`, or "" for none.
    """
    emblem = emblem_asset()
    context = {
        "letter": letter,
        "has_emblem": bool(emblem),
        "urgency": Urgency(letter.urgency).printed,
        "stamp": stamp or (PRACTICED if settings.KLANG["PRACTICE"] else ""),
    }
    return render_pdf(TEMPLATE, context, assets=emblem, catch_words=True, identifier=letter.number)
