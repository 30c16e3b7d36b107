"""The citizen's receipt: what to type is exact, the code gives nothing away."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import numpy
import pytest
import segno
from PIL import Image

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.kinds import receipts
from portal.letters.kinds.receipts import Phone, Receipt, receipt_pdf
from tests.letters import pdf

SECRET = "4821-9906-1173-5520"
REFERENCE = "KB7F-2MXQ"


def receipt(**changes: object) -> Receipt:
    values = {
        "reference": REFERENCE,
        "secret": SECRET,
        "submitted_at": dt.datetime(2026, 11, 21, 20, 30, tzinfo=dt.UTC),
        "center_name": "ศูนย์ปฏิบัติการร่วมทดสอบ",
        "what_next": ("เจ้าหน้าที่จะอ่านเรื่องของคุณ", "เราจะบอกว่าใครรับเรื่อง"),
        "phones": (Phone(label="เหตุด่วน", number="191"), Phone(label="ศูนย์ช่วยเหลือสังคม", number="1300")),
        "track_url": "https://klang.example.go.th/track/",
    }
    return Receipt(**{**values, **changes})


def test_reference_secret_and_phones_are_as_one_types_them(tmp_path: Path) -> None:
    text = pdf.text_of(receipt_pdf(receipt()), tmp_path)
    for exact in (REFERENCE, SECRET, "191", "1300", "klang.example.go.th/track", "ศูนย์ปฏิบัติการร่วมทดสอบ"):
        assert exact in text
    assert "เราจะบอกว่าใครรับเรื่อง" in text


def test_the_time_is_thai_time_in_the_buddhist_era(tmp_path: Path) -> None:
    """Half past eight in the evening UTC is the next day in Krabi."""
    text = pdf.squeezed(pdf.text_of(receipt_pdf(receipt()), tmp_path))
    assert "๒๒พฤศจิกายน๒๕๖๙เวลา๐๓.๓๐น." in text


def test_a_paper_does_not_mix_two_sorts_of_digits(tmp_path: Path) -> None:
    step = "เจ้าหน้าที่อ่านเรื่องของคุณ ภายใน 23 พ.ย. 2569 เวลา 16.30 น."
    text = pdf.squeezed(pdf.text_of(receipt_pdf(receipt(what_next=(step,))), tmp_path))
    assert "๒๓พ.ย.๒๕๖๙เวลา๑๖.๓๐น." in text
    assert "2569" not in text


def test_the_english_receipt_is_in_the_common_era(tmp_path: Path) -> None:
    paper = receipt_pdf(receipt(language="en", what_next=("We will read it.",)))
    text = pdf.text_of(paper, tmp_path)
    assert "22 November 2026, 03:30" in text
    import pikepdf

    with pikepdf.open(io.BytesIO(paper)) as document:
        assert str(document.Root.Lang) == "en"


@pytest.mark.parametrize(("paper", "width"), [("a4", 595.28), ("a5", 419.53)])
def test_it_is_one_page_of_the_paper_asked_for(paper: str, width: float) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(receipt_pdf(receipt(paper=paper)))) as document:
        assert len(document.pages) == 1
        assert float(document.pages[0].MediaBox[2]) == pytest.approx(width, abs=0.1)


def test_secret_and_reference_are_read_at_a_glance(tmp_path: Path) -> None:
    runs = pdf.runs_of(receipt_pdf(receipt()), tmp_path)
    sizes = {run.text.strip(): run.size for run in runs}
    assert sizes[SECRET] >= 20
    assert sizes[REFERENCE] >= 20


@pytest.mark.parametrize(
    "leak", [f"https://x.example/track/?secret={SECRET}", f"https://x.example/track/{REFERENCE}/"]
)
def test_an_address_that_carries_secret_or_reference_is_refused(leak: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        receipt(track_url=leak)


def test_the_code_holds_the_tracking_address_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = []
    original = segno.make
    monkeypatch.setattr(
        segno, "make", lambda content, **options: coded.append(content) or original(content, **options)
    )
    receipt_pdf(receipt())
    assert coded == ["https://klang.example.go.th/track/"]


def test_nothing_on_it_tells_what_it_is_about(tmp_path: Path) -> None:
    """Others at home may see the paper (privacy 9): no field for kind or narrative exists, and the words are neutral."""
    assert not {"problem", "narrative", "kind", "name"} & set(Receipt.__dataclass_fields__)
    import pikepdf

    with pikepdf.open(io.BytesIO(receipt_pdf(receipt()))) as document:
        title = str(document.docinfo["/Title"])
    assert REFERENCE not in title
    assert SECRET not in title


@pytest.mark.parametrize("change", [{"paper": "letter"}, {"language": "fr"}])
def test_unknown_paper_and_language_are_refused(change: dict) -> None:
    with pytest.raises(ValueError, match="unknown"):
        receipt(**change)


def test_markup_is_printed(tmp_path: Path) -> None:
    paper = receipt_pdf(
        receipt(center_name="<script>x</script>", what_next=("<img src=file:///etc/passwd>",))
    )
    text = pdf.text_of(paper, tmp_path)
    assert "<script>x</script>" in text
    assert "<img src=file:///etc/passwd>" in text


def test_a_receipt_is_never_kept(settings) -> None:
    receipt_pdf(receipt())
    private = Path(settings.PRIVATE_ROOT)
    assert not private.exists() or not list(private.rglob("*.pdf"))
    assert not hasattr(receipts, "PRIVATE_STORAGE")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "klang.example.go.th", ""])
def test_a_code_leads_to_the_web_only(address: str) -> None:
    with pytest.raises(ValueError, match="web address"):
        qr_svg(address)


def test_a_code_is_a_picture_of_squares_in_ink() -> None:
    drawing = qr_svg("https://klang.example.go.th/announcements/น้ำท่วม/")
    assert drawing.startswith(b"<svg")
    assert b"#0d2748" in drawing


def test_an_address_is_spoken_without_scheme_and_slash() -> None:
    assert spoken_address("https://klang.example.go.th/track/") == "klang.example.go.th/track"
    assert spoken_address("http://127.0.0.1:8000/") == "127.0.0.1:8000"


def test_the_code_is_drawn_black_enough_to_scan(tmp_path: Path) -> None:
    """Somewhere on the page there is a dark square pattern of at least 2 cm."""
    import subprocess

    path = tmp_path / "r.pdf"
    path.write_bytes(receipt_pdf(receipt(what_next=())))
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-png", "-singlefile", str(path), str(tmp_path / "r")], check=True
    )
    with Image.open(tmp_path / "r.png") as page:
        gray = numpy.asarray(page.convert("L"))
    dark = gray[:, : gray.shape[1] // 3] < 120
    assert int((dark.sum(axis=1) > 12).sum()) >= 25
