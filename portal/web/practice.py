"""The banner of a practice installation, on every page of whatever room, those of failure and of /cms/ too."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

_BODY = re.compile(rb"<body\b[^<>]*>", re.IGNORECASE)


def with_banner(content: bytes, words: str) -> bytes:
    """Return a page with the words first in its body; what has no body stays as it is."""
    banner = f'<div class="notice notice--warn practice-banner" role="note">{words}</div>'.encode()
    return _BODY.sub(lambda found: found.group() + banner, content, count=1)


class PracticeMiddleware:
    """Puts the banner into every HTML page. Stands first, so that no page is past it; settings.practice alone has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the banner."""
        response = self._get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page or response.has_header("Content-Encoding"):
            return response
        words = _("ระบบฝึกหัด: ข้อมูลทั้งหมดเป็นเรื่องสมมติ ไม่มีอะไรส่งออกไป อย่ากรอกเรื่องจริง")
        response.content = with_banner(response.content, words)  # type: ignore[attr-defined]
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response
