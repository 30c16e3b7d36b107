"""Files that pages hand out: no cell computes, no name breaks a header, Thai stays Thai (cases.md, privacy 12)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.web.downloads import (
    BYTE_ORDER_MARK,
    FORMULA_SIGNS,
    LONGEST_CELL,
    cell,
    csv_bytes,
    csv_response,
    file_response,
    guarded,
    pdf_response,
    xlsx_bytes,
    xlsx_response,
)

SIGNS = [*"=+-@|%", *"＝＋－＠｜％", *"﹦﹢﹣﹫﹪", "\N{MINUS SIGN}"]
BEFORE = [
    "",
    " ",
    "  ",
    "\t",
    "\r",
    "\n",
    "\x00",
    "\x0b",
    "\ufeff",
    "\u200b",
    "\u00a0",
    "\u3000",
    "\u2028",
    "\u202e",
    "\ue000",
    "\U00018d09",
    "\u034f",
    "\u115f",
    "\u2800",
    "\u3164",
    "\ufe0f",
    "\uffa0",
    "\U000e0100",
    " \ufeff\t",
]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestGuard:
    @pytest.mark.parametrize("sign", SIGNS)
    @pytest.mark.parametrize("before", BEFORE, ids=ascii)
    def test_no_sign_that_begins_a_formula_gets_through_whatever_stands_before_it(
        self, before: str, sign: str
    ):
        text = f"{before}{sign}1+1"
        assert guarded(text) == f"'{text}"

    @pytest.mark.parametrize(
        "text",
        [
            "อบต.ทดสอบ",
            "12",
            "",
            "0",
            "a=b",
            " ก = ข",
            "x@example.org",
            "100%",
            "ก|ข",
            "๑-๒",
            "'=1",
            "   ",
            "\ufeff",
        ],
    )
    def test_ordinary_words_stay(self, text: str):
        assert guarded(text) == text

    @given(st.text(max_size=60))
    def test_what_is_left_never_begins_like_a_formula(self, text: str):
        shown = "".join(c for c in guarded(text) if c.isprintable() and not c.isspace())
        assert not shown or shown[0] not in FORMULA_SIGNS

    @given(st.text(max_size=60))
    def test_nothing_of_a_text_is_lost(self, text: str):
        assert guarded(text).removeprefix("'").endswith(text.removeprefix("'"))

    @pytest.mark.parametrize("figure", [-5, -0.5, Decimal("-1.25"), 0, 12])
    def test_a_figure_stays_a_figure(self, figure: object):
        assert cell(figure) == str(figure)

    def test_nothing_is_an_empty_cell(self):
        assert cell(None) == ""

    def test_a_phone_number_in_the_international_form_is_text(self):
        assert cell("+66 75 611 234") == "'+66 75 611 234"


class TestCsv:
    def test_excel_is_told_that_it_is_utf8(self):
        assert csv_bytes(["ก"], []).startswith(BYTE_ORDER_MARK.encode())

    @given(
        st.lists(
            st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=2, max_size=2),
            max_size=5,
        )
    )
    def test_every_cell_comes_back_as_it_was_written(self, rows: list[list[str]]):
        assert read_csv(csv_bytes(["a", "b"], rows))[1:] == [[cell(value) for value in row] for row in rows]

    def test_the_header_is_guarded_too(self):
        assert read_csv(csv_bytes(["=1", "ข"], []))[0] == ["'=1", "ข"]


class TestXlsx:
    def workbook(self, rows: list[list[object]], title: str = "") -> list[list[object]]:
        sheet = load_workbook(io.BytesIO(xlsx_bytes(["ก", "ข"], rows, title=title))).active
        return [list(row) for row in sheet.iter_rows()]

    @pytest.mark.parametrize("text", ["=1+1", " =1+1", "@x", "|x", "%x", "\ufeff=1", "#N/A", "=HYPERLINK(1)"])
    def test_nothing_in_it_is_computed(self, text: str):
        made = self.workbook([[text, "x"]])[1][0]
        assert made.data_type == "s"
        assert made.value in (text, f"'{text}")

    def test_figures_and_days_keep_their_type(self):
        line = self.workbook([[-5, dt.date(2026, 11, 26)]])[1]
        assert (line[0].value, line[0].data_type) == (-5, "n")
        assert line[1].value.date() == dt.date(2026, 11, 26)

    def test_a_moment_with_its_zone_is_taken(self):
        moment = dt.datetime(2026, 11, 26, 9, 30, tzinfo=dt.UTC)
        assert self.workbook([[moment, ""]])[1][0].value == moment.replace(tzinfo=None)

    @pytest.mark.parametrize("text", ["ก\x00ข", "\x0b\x1f", "x" * (LONGEST_CELL + 100)])
    def test_a_text_that_a_workbook_cannot_hold_does_not_spoil_it(self, text: str):
        assert len(self.workbook([[text, "เหลือ"]])[1][0].value or "") <= LONGEST_CELL
        assert self.workbook([[text, "เหลือ"]])[1][1].value == "เหลือ"

    @pytest.mark.parametrize("title", ["", "ทะเบียน [2569]: ก/ข", "'", "ก" * 60, "\x00", "a:b*c?"])
    def test_any_title_gives_a_sheet(self, title: str):
        assert self.workbook([["x", "y"]], title=title)[1][0].value == "x"


class TestResponses:
    @pytest.mark.parametrize(
        "name",
        ["ประกาศ ที่ ๓.pdf", 'a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "ก;ข.pdf", "plain.pdf", "", "a\\b.pdf"],
    )
    @pytest.mark.parametrize("inline", [True, False])
    def test_a_name_never_breaks_the_header(self, name: str, inline: bool):
        response = pdf_response(b"%PDF-", name=name, inline=inline)
        disposition = response.get("Content-Disposition", "")
        assert "\r" not in disposition
        assert "\n" not in disposition
        assert "Set-Cookie" not in response.headers
        if name:
            assert disposition.startswith("inline" if inline else "attachment")

    def test_a_thai_name_arrives_whole(self):
        response = file_response(b"x", name="ทะเบียน ๒๕๖๙.csv", content_type="text/csv")
        assert "filename*=utf-8''%E0%B8%97" in response["Content-Disposition"]

    def test_a_file_is_what_it_says(self):
        assert (
            file_response(b"x", name="a.csv", content_type="text/csv")["X-Content-Type-Options"] == "nosniff"
        )

    def test_tables_come_as_files_to_save(self):
        for response in (csv_response(["ก"], [], name="a.csv"), xlsx_response(["ก"], [], name="a.xlsx")):
            assert response["Content-Disposition"].startswith("attachment")
            assert response.content
