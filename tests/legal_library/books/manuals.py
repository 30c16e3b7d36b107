"""A manual of three pages and its file, for the tests that make a book of it and for those that read one."""

from __future__ import annotations

from functools import cache

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from weasyprint import HTML

from legal_library.models import DocumentFile, DocumentPage
from legal_library.vocabulary import DocumentKind, Secrecy
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory, restrict
from tests.pages.factories import make_site

PAGES = ("คู่มือการช่วยเหลือ", "ขั้นที่ ๑ รับแจ้งเหตุภายใน ๒๔ ชั่วโมง", "ขั้นที่ ๒ ส่งต่อหน่วยงาน OSCC")


@cache
def printed() -> bytes:
    """Return the file."""
    style = "<style>p { break-after: page; font-family: Sarabun, sans-serif }</style>"
    content: bytes = HTML(string=style + "".join(f"<p>{words}</p>" for words in PAGES)).write_pdf()
    return content


def stored(content: bytes, name: str = "manual.pdf"):
    """Keep a file as Wagtail does."""
    document = get_document_model()(title=name)
    document.file.save(name, ContentFile(content))
    return document


def public_manual() -> DocumentPage:
    """Make a public manual with its file, not read yet."""
    library = LibraryIndexFactory(parent=make_site())
    page = DocumentFactory(parent=library, kind=DocumentKind.MANUAL, title="คู่มือ OSCC", slug="manual")
    DocumentFile.objects.create(page=page, sort_order=0, title="คู่มือเล่มที่ ๔", file=stored(printed()))
    return page


def hide(page: DocumentPage, how: str) -> None:
    """Take a manual from the public."""
    if how == "draft":
        page.unpublish()
    elif how == "secret":
        DocumentPage.objects.filter(pk=page.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    else:
        restrict(page, "login")
