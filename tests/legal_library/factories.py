"""Documents for tests."""

from __future__ import annotations

import datetime
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from legal_library.models import Agency, DocumentPage, LibraryIndexPage, Term, Topic
from legal_library.vocabulary import DocumentKind, DocumentStatus, Vocabulary

RESTRICTIONS = (PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD)
"""Every way in which Wagtail hides a page."""


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"กรมทดสอบ {n}")
    slug = factory.Sequence(lambda n: f"agency-{n}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"หัวข้อทดสอบ {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")


class LibraryIndexFactory(wagtail_factories.PageFactory):
    class Meta:
        model = LibraryIndexPage

    title = "คลังกฎหมาย"
    slug = "library"


class DocumentFactory(wagtail_factories.PageFactory):
    """A live act; pass `kind` and its fields for others, `live=False` for a draft."""

    class Meta:
        model = DocumentPage

    title = factory.Sequence(lambda n: f"พระราชบัญญัติทดสอบ {n}")
    slug = factory.Sequence(lambda n: f"document-{n}")
    kind = DocumentKind.ACT
    status = DocumentStatus.IN_FORCE
    summary = "สรุปของเอกสาร"
    year_be = 2550
    agency = factory.SubFactory(AgencyFactory)
    first_published_at = last_published_at = factory.LazyFunction(timezone.now)


class LetterFactory(DocumentFactory):
    """A live circular with a number of its own."""

    kind = DocumentKind.CIRCULAR
    title = factory.Sequence(lambda n: f"หนังสือเวียนทดสอบ {n}")
    reference_as_written = factory.Sequence(lambda n: f"มท ๐๘๙๑.๓/ว {1000 + n}")
    signed_on = datetime.date(2013, 9, 9)
    year_be = None


def restrict(page: Page, kind: str) -> PageViewRestriction:
    """Hide a page and all below it in one of Wagtail's three ways."""
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password="ความลับมากมาก")


def added_kind(behaves_as: str = DocumentKind.LOCAL_ORDINANCE, **values: Any) -> Term:
    """Add a kind, as a publisher does in `/cms/`: by-laws of municipalities, unless other values are given."""
    ordinance = {"code": "municipal_ordinance", "name": "เทศบัญญัติ", "name_en": "Municipal ordinance"}
    term = Term(vocabulary=Vocabulary.KIND, order=17, behaves_as=behaves_as, **{**ordinance, **values})
    term.full_clean()
    term.save()
    return term
