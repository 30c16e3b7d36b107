"""One rule for every URL.

Each view carries exactly one of the rules below as a decorator. A test walks the URLconf and fails for a view without
a rule, so a new address cannot be forgotten (ASVS 8.2.2, 8.4.1; cases.md, privacy 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.module_loading import import_string

from portal.page_cache.rooms import HEADER, Room, statement

View = Callable[..., HttpResponseBase]


class Rule(Enum):
    """Who may open an address, and what a cache may keep of it."""

    PUBLIC = "public"
    """Anyone; no cookie, no token, cacheable."""
    PRIVATE = "private"
    """Anyone, but the page is the visitor's own: session and CSRF token, never stored by a cache."""
    STAFF = "staff"
    """Signed-in staff with a valid appointment."""
    CASE = "case"
    """Staff, and only for cases that `Case.objects.visible_to` shows them; anything else is 404."""
    CMS = "cms"
    """Wagtail's own views under /cms/, guarded by Wagtail's permissions."""


def _marked(view: View, rule: Rule) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def public_page(
    max_age: int = 60, *, rooms: Iterable[Room] | None = None, parameters: Iterable[str] = ()
) -> Callable[[View], View]:
    """Mark a cookie-free page that any cache may keep.

    Args:
        max_age: seconds that browsers and proxies may keep it.
        rooms: what it is made of, when the portal itself may keep it until one of them changes or the day ends
            (portal.page_cache); None for an answer that is made anew each time.
        parameters: names in the query that it reads; an address with others is answered and not kept.
    """
    stated = None if rooms is None else statement(rooms, parameters)

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.has_header("Cache-Control"):
                patch_cache_control(response, public=True, max_age=max_age)
                if stated is not None:
                    response[HEADER] = stated
            return response

        # It is the same for everybody and writes nothing: a replica may answer it (portal.replica).
        wrapped.only_reads = stated is not None  # type: ignore[attr-defined]
        return _marked(wrapped, Rule.PUBLIC)

    return decorate


def _never_stored(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True, private=True)
    return response


def private_page(view: View) -> View:
    """Mark a page of a visitor's own: forms, tracking, sign-in. Never stored (ASVS 14.3.2)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return _never_stored(view(request, *args, **kwargs))

    return _marked(wrapped, Rule.PRIVATE)


def quiet_page(view: View) -> View:
    """Mark a page of a visitor's own that gives nothing away: never stored, never indexed, no referrer.

    Pages with a form also carry ``<meta name="referrer" content="same-origin">``: under "no-referrer" alone browsers
    send ``Origin: null`` with a POST, and the CSRF check would refuse every form. To other sites both send nothing
    (docs/citizen.md, "Headers").
    """

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _for_staff(view: View, rule: Rule) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        # Resolved at every request, so an appointment that ends takes the rights away at the next click (ASVS 7.4.2).
        request.actor = import_string(settings.KLANG["ACTOR_OF"])(request)
        if request.actor is None:
            # Signed in, but no appointment is in force today: nothing of the desk exists for this person (S2.60).
            raise Http404
        # What somebody has to do before anything opens, such as setting up a second factor (ASVS 6.3.3).
        if first := import_string(settings.KLANG["GATE"])(request):
            return _never_stored(redirect(first))
        return _never_stored(view(request, *args, **kwargs))

    return _marked(wrapped, rule)


def staff_only(view: View) -> View:
    """Mark a page for signed-in staff with a valid appointment; others are sent to sign in."""
    return _for_staff(view, Rule.STAFF)


def case_page(view: View) -> View:
    """Mark a page of one case.

    The view itself must look the case up through `Case.objects.visible_to(request.actor)`; the sweep over the URLconf
    proves that it does.
    """
    return _for_staff(view, Rule.CASE)


def cms_page(view: View) -> View:
    """Mark a screen of ours under /cms/; never stored.

    Wagtail lets in only who may enter its back-office (`register_admin_urls`); the view asks for its own permission.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return _never_stored(view(request, *args, **kwargs))

    return _marked(wrapped, Rule.CMS)
