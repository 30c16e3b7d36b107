"""The words of the library in `/cms/`: publishers rename, order and retire them, and add kinds (docs/editor.md)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from legal_library import terms
from legal_library.models import Term
from legal_library.models.terms import CODE
from legal_library.models.uses import is_remembered, uses_of, with_uses
from legal_library.vocabulary import DocumentKind, Vocabulary
from portal.search.sources import registry
from portal.web.access import cms_page

_LENGTH = 30


class TermForm(WagtailAdminModelForm):
    """A word: of a new one the kind whose rules it follows, of one that is there what can be changed of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = self.instance
        if not term.pk:
            term.vocabulary = Vocabulary.KIND
        self._behaved_as = term.behaves_as
        self._follow(term)
        if term.vocabulary != Vocabulary.RELATION:
            del self.fields["inverse_name"], self.fields["inverse_name_en"]
        if term.pk:
            del self.fields["code"]
        else:
            self.fields["code"].required = False

    def _follow(self, term: Term) -> None:
        """Offer the kinds that have rules, for a kind that has none of its own."""
        if term.vocabulary != Vocabulary.KIND or (term.pk and term.is_built_in):
            del self.fields["behaves_as"]
            return
        names = [row for row in terms.choices(Vocabulary.KIND) if row[0] in frozenset(DocumentKind)]
        column = self.fields["behaves_as"]
        self.fields["behaves_as"] = forms.ChoiceField(
            label=column.label, help_text=column.help_text, choices=[("", "—"), *names]
        )

    def clean(self) -> dict[str, Any]:
        """Make a code of the English name where none was given, and refuse other rules for documents that are there.

        Raises:
            ValidationError: none; what is wrong is told at its field.
        """
        cleaned: dict[str, Any] = super().clean()
        if "code" in self.fields and "code" not in self.errors:
            self._give_code(cleaned)
        behaves_as = cleaned.get("behaves_as", self._behaved_as)
        if self.instance.pk and behaves_as != self._behaved_as and _is_held(self.instance):
            self.add_error(
                "behaves_as",
                _("มีเอกสารใช้ประเภทนี้อยู่และกรอกตามกฎเกณฑ์เดิมไว้แล้ว จึงเปลี่ยนไม่ได้ เพิ่มประเภทใหม่แทน"),
            )
        return cleaned

    def _give_code(self, cleaned: dict[str, Any]) -> None:
        code = cleaned.get("code") or slugify(cleaned.get("name_en", "")).replace("-", "_")[:_LENGTH].strip(
            "_"
        )
        cleaned["code"] = code
        if CODE.regex.search(code) is None:
            self.add_error("code", CODE.message)
        elif _is_taken_elsewhere(code):
            self.add_error("code", _("รหัสนี้เป็นของเนื้อหาอย่างอื่นในการค้นหา ใช้รหัสอื่น"))


def _is_taken_elsewhere(code: str) -> bool:
    """Whether search calls another sort of page so: guides, announcements. The filters of its results would mix both."""
    names = [source.name for source in registry.registered()]
    return any(code == name or code.startswith(f"{name}_") for name in names)


def _is_held(term: Term) -> bool:
    """Whether a document, or a kept version of one, has a kind."""
    return uses_of(term) > 0 or is_remembered(term)


class UsesPanel(Panel):
    """Says what the word is for, and how many documents have it."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one word."""

        template_name = "legal_library/cms/term_uses.html"

        @property
        def uses(self) -> int | None:
            """How many documents have it; None for one that is being added."""
            return uses_of(self.instance) if self.instance.pk else None

        @property
        def behaves_as(self) -> str:
            """The kind whose rules it follows, where that is another one."""
            other = self.instance.behaves_as
            return terms.name_of(Vocabulary.KIND, other) if other not in ("", self.instance.code) else ""


@method_decorator(cms_page, name="dispatch")
class TermList(IndexView):
    """The list; its button adds a kind, for nothing else can be added."""

    add_item_label = _("เพิ่มประเภทเอกสาร")


@method_decorator(cms_page, name="dispatch")
class AddKind(CreateView):
    """The form for a new kind."""

    page_title = _("เพิ่มประเภทเอกสาร")

    def get_page_subtitle(self) -> str:
        """Return nothing: the title says it."""
        return ""


def _code(term: Term) -> SafeString:
    return format_html("<code>{}</code>", term.code)


def _behavior(term: Term) -> str:
    return "" if term.behaves_as in ("", term.code) else terms.name_of(Vocabulary.KIND, term.behaves_as)


def _offer(term: Term) -> str:
    return gettext("ใช่") if term.is_offered else gettext("ไม่ใช่")


class TermViewSet(SnippetViewSet):
    """Publishers keep the words that documents are sorted by and described with."""

    model = Term
    icon = "tag"
    menu_label = _("คำของคลังเอกสาร")
    index_view_class = TermList
    add_view_class = AddKind
    copy_view_enabled = False
    list_per_page = 100
    list_filter = ["vocabulary", "is_offered"]
    search_fields = ["name", "name_en", "code"]
    list_display = [
        "__str__",
        Column("get_vocabulary_display", label=_("ชุดคำ"), sort_key="vocabulary"),
        Column("code", label=_("รหัส"), accessor=_code),
        Column("behaves_as", label=_("ใช้กฎเกณฑ์เดียวกับ"), accessor=_behavior),
        NumberColumn("uses", label=_("ใช้อยู่")),
        NumberColumn("order", label=_("ลำดับ")),
        Column("is_offered", label=_("ให้เลือกใช้"), accessor=_offer),
    ]
    edit_handler = ObjectList(
        [
            UsesPanel(),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
            FieldPanel("behaves_as"),
            FieldPanel("code"),
            FieldRowPanel([FieldPanel("inverse_name"), FieldPanel("inverse_name_en")]),
            FieldPanel("order"),
            FieldPanel("is_offered"),
        ],
        base_form_class=TermForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        """Return the words with how many documents have each; one query for all."""
        return with_uses(Term.objects.all())

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out what Wagtail says of uses: it follows links between rows, and documents hold the code alone."""
        found: dict[str, Any] = super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})
        return found


def refuse_deletion(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Answer a wish to delete words that must stay, with the reason; None for words that may go.

    Called by Wagtail before it deletes snippets, one or many of the list.
    """
    for term in instances:
        if not isinstance(term, Term):
            continue
        reason = _reason_to_stay(term)
        if reason:
            messages.error(request, reason)
            return redirect(reverse(f"wagtailsnippets_{Term._meta.app_label}_term:list"))
    return None


def _reason_to_stay(term: Term) -> str:
    if term.is_built_in:
        return gettext("ลบ “%(name)s” ไม่ได้ เพราะกฎหมายและกฎเกณฑ์ของระบบอ้างคำนี้ เลิกให้เลือกใช้แทนได้") % {
            "name": term.name
        }
    if _is_held(term):
        return gettext("ลบ “%(name)s” ไม่ได้ เพราะมีเอกสารหรือฉบับก่อนหน้าของเอกสารใช้อยู่ เลิกให้เลือกใช้แทนได้") % {
            "name": term.name
        }
    return ""
