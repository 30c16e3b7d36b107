"""Pages for tests: a site with a home page, guides and plain pages."""

from __future__ import annotations

from typing import Any

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Page, Site

from portal.pages.models import ContentPage, GuideIndexPage, GuidePage, GuideStatement, HomePage
from portal.vocabulary import ProblemType


class HomePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = HomePage

    title = "ศูนย์ทดสอบ"
    slug = "test-home"
    lead = "ประโยคแรกของหน้าแรก"
    first_published_at = last_published_at = factory.LazyFunction(timezone.now)


class GuideIndexFactory(wagtail_factories.PageFactory):
    class Meta:
        model = GuideIndexPage

    title = "วิธีขอความช่วยเหลือ"
    slug = "guide"


class GuideFactory(wagtail_factories.PageFactory):
    class Meta:
        model = GuidePage

    title = factory.Sequence(lambda n: f"คำแนะนำที่ {n}")
    slug = factory.Sequence(lambda n: f"guide-{n}")
    problem = ProblemType.DISASTER
    intro = "คำอธิบายสั้น"


class ContentPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ContentPage

    title = factory.Sequence(lambda n: f"หน้าเนื้อหาที่ {n}")
    slug = factory.Sequence(lambda n: f"content-{n}")


def make_site() -> HomePage:
    """Return a home page that is the root of the default site; Wagtail's welcome page gives way."""
    root = Page.objects.filter(depth=1).first() or Page.add_root(instance=Page(title="root", slug="root"))
    home = HomePageFactory(parent=root)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", is_default_site=True, root_page=home)
    else:
        site.root_page = home
        site.save()
    return home


def add_statement(guide: GuidePage, section: str, text: str, **values: Any) -> GuideStatement:
    """Add one statement to a guide."""
    return GuideStatement.objects.create(
        page=guide, section=section, text=text, sort_order=guide.statements.count(), **values
    )
