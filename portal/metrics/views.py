"""`/metrics`: for a watching program on this machine, or one that has the token. For everybody else there is no such page."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from portal.web.access import public_page

log = logging.getLogger(__name__)

_PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
"""What proxies add: behind one on this machine everybody comes from this machine."""


@public_page()
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give out all figures as OpenMetrics, or as Prometheus' older text to who asks for that.

    Raises:
        Http404: whoever asks is neither this machine nor knows the token.
    """
    if not may_read(request):
        raise Http404
    # 0.2 s and some memory that only the process needs that is asked.
    from prometheus_client.exposition import choose_encoder

    encode, content_type = choose_encoder(request.headers.get("Accept", "application/openmetrics-text"))
    return HttpResponse(encode(_Collected()), content_type=content_type)


def may_read(request: HttpRequest) -> bool:
    """Say whether a program may read the figures: it has the token, or runs on this machine and nobody passed it on."""
    given = request.headers.get("Authorization", "")
    if given:
        token = settings.KLANG["METRICS_TOKEN"]
        return bool(token) and constant_time_compare(given, f"Bearer {token}")
    if any(name in request.META for name in _PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class _Collected:
    """What the encoder asks for families: each part, and which parts could be read at all."""

    def collect(self) -> Iterator[object]:
        """Give the families of all parts of `KLANG["METRICS"]`; one that fails takes none of the others with it."""
        # It loads what writes the format, as above.
        from portal.metrics.figures import by_label

        read: dict[str, float] = {}
        for path in settings.KLANG["METRICS"]:
            name = path.rpartition(".")[2]
            families = list(self._read(path))
            read[name] = float(bool(families))
            yield from families
        yield by_label("klang_part_read", "1 when the figures of a part could be read.", "part", read)

    @staticmethod
    def _read(path: str) -> Iterable[object]:
        try:
            return list(import_string(path)())
        except Exception as error:  # noqa: BLE001 - see below
            # A part is read exactly when it may be broken, by whatever; that it cannot be read is a figure itself.
            log.warning("Figures of %s could not be read (%s).", path, type(error).__name__)
            return []
