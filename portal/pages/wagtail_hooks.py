"""What the pages add to Wagtail's back-office."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def typeface() -> SafeString:
    """Give editors the typeface of the site: a computer without Thai fonts shows boxes otherwise."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))
