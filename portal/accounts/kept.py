"""A form of a member of staff whose session has ended: kept on the server until the same person signs in (R15).

Whose it is, its own token says: Django makes a new one at every sign-in, so a keyed digest of it, written down at the
sign-in, leads back to the account although the session is gone. Nobody else is ever shown it. What is kept is signed
for that account and address, ends by itself, and stands in no address and no cookie. Passwords and files are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import InvalidTokenFormat, _check_token_format, _unmask_cipher_token
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.functional import SimpleLazyObject, empty

from portal.accounts.models import KeptForm, SignInMark, User
from portal.sealing.errors import BrokenSealError
from portal.web import typed
from portal.web.access import Rule
from portal.web.typed import CSRF_FIELD, FormClass, Typed

FLAG = "accounts_kept"
"""Session key: something is kept for this person, so a page looks for it. Without it no page asks the database."""
KEPT_FOR = timedelta(hours=1)
MARKED_FOR = timedelta(days=14)
"""How long a form may stand open until it is sent."""
LONGEST = 1_000_000
"""Characters of a kept form: the text of a long law. The longest form of the desk takes some ten thousand."""
LONGEST_PATH = 500
"""Characters of an address, as the table holds them."""
MOST = 10
"""Forms that are kept for one person; the oldest goes."""
SIGN_IN_PAGES = frozenset({"accounts:login", "cms_login", "wagtailadmin_login"})


# --- whose form it is ---------------------------------------------------------------------------------------------------


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"portal.accounts.kept.{kind}", value, algorithm="sha256").hexdigest()


def mark_sign_in(request: HttpRequest, user: User) -> None:
    """Write down by what the forms of this sign-in are known; called by Django's signal `user_logged_in`."""
    values = {"token": request.META.get("CSRF_COOKIE", ""), "session": request.session.session_key or ""}
    until = timezone.now() + MARKED_FOR
    SignInMark.objects.bulk_create(
        [
            SignInMark(digest=_digest(kind, value), user=user, expires_at=until)
            for kind, value in values.items()
            if value
        ],
        ignore_conflicts=True,
    )
    if _live(user).exists():
        request.session[FLAG] = True


def owner_of(request: HttpRequest) -> User | None:
    """Return under whose sign-in the posted form was drawn; None when nothing says so.

    The session's key is asked only where a form carries no token; a token that belongs to nobody belongs to nobody.
    """
    token = request.POST.get(CSRF_FIELD, "")
    if token:
        try:
            _check_token_format(token)
        except InvalidTokenFormat:
            return None
        digest = _digest("token", _unmask_cipher_token(token) if len(token) > 32 else token)
    else:
        digest = _digest("session", request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    mark = (
        SignInMark.objects.filter(digest=digest, expires_at__gt=timezone.now(), user__is_active=True)
        .select_related("user")
        .first()
    )
    return mark.user if mark else None


# --- keeping and giving back --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """One form that was kept.

    Attributes:
        typed: its fields, ready to be shown and sent again.
        data: what the browser sent.
    """

    typed: Typed
    data: QueryDict

    def initial(self, form: FormClass, *, without: Collection[str] = ()) -> dict[str, Any]:
        """Return what the form is filled with.

        Args:
            form: its class.
            without: fields that must be as they are now, e.g. the version of a case.
        """
        return {
            name: field.widget.value_from_datadict(self.data, MultiValueDict(), name)
            for name, field in form.base_fields.items()  # type: ignore[attr-defined]
            if name not in without and any(part in self.data for part in typed.input_names(name, field))
        }


def _signer(owner: User, path: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"portal.accounts.kept:{owner.pk}:{path}")


def _live(owner: User) -> Any:
    return KeptForm.objects.filter(owner=owner, expires_at__gt=timezone.now())


def keep(sent: Typed, owner: User) -> bool:
    """Keep a form for its owner; says whether it was kept (nothing is when it is empty or much too long)."""
    size = sum(len(name) + len(value) for name, value in sent.values)
    if not sent or not sent.values or size > LONGEST or len(sent.action) > LONGEST_PATH:
        return False
    KeptForm.objects.update_or_create(
        owner=owner,
        path=sent.action,
        defaults={
            "content": _signer(owner, sent.action).sign_object(sent.values, compress=True),
            "expires_at": timezone.now() + KEPT_FOR,
        },
    )
    newest = KeptForm.objects.filter(owner=owner).order_by("-expires_at", "-pk").values("pk")
    KeptForm.objects.filter(owner=owner).exclude(pk__in=[row["pk"] for row in newest[:MOST]]).delete()
    return True


def kept_for(request: HttpRequest) -> Kept | None:
    """Return what is kept for the reader of this very address; asks the database only when something is kept at all."""
    if request.method != "GET" or not request.session.get(FLAG):
        return None
    row = _live(request.user).filter(path=request.get_full_path()).first()
    return _read(row) if row else None


def all_kept(user: User) -> list[Kept]:
    """Return everything that is kept for a person, newest first."""
    rows = _live(user).order_by("-expires_at", "-pk")
    return [one for one in map(_read, rows) if one is not None]


def _read(row: KeptForm) -> Kept | None:
    try:
        values = _signer(row.owner, row.path).unsign_object(row.content, max_age=KEPT_FOR)
    except (signing.BadSignature, BrokenSealError):
        return None
    data = QueryDict(mutable=True)
    for name, value in values:
        data.appendlist(name, value)
    return Kept(typed.describe(data, files=(), form=_form_at(row.path), action=row.path), data)


def _form_at(path: str) -> FormClass | None:
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return typed.form_of_match(match)


def fills(path: str) -> bool:
    """Whether the page at an address shows its form filled by itself."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return False
    return bool(getattr(match.func, "typed_fills", False))


def has_kept(user: User, path: str = "") -> bool:
    """Whether something is kept for a person (at an address, or at all)."""
    return _live(user).filter(path=path).exists() if path else _live(user).exists()


def sweep() -> int:
    """Delete what is over; returns how many forms and marks."""
    now = timezone.now()
    return sum(model.objects.filter(expires_at__lte=now).delete()[0] for model in (KeptForm, SignInMark))


# --- in the chain -------------------------------------------------------------------------------------------------------


class KeepTypedMiddleware:
    """Keep what was sent when the answer is "sign in first", and forget it once it was sent with a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the answers to forms only."""
        response = self.get_response(request)
        if request.method != "POST" or not _is_of_staff(request):
            return response
        if _asks_to_sign_in(response) or getattr(response, "is_csrf_failure", False):
            return _keep_aside(request, response)
        if getattr(response, "is_kept_aside", False):
            return response
        is_done = response.status_code in (302, 303) and request.user.is_authenticated
        if is_done and request.session.get(FLAG):
            _live(request.user).filter(path=request.get_full_path()).delete()
            if not has_kept(request.user):
                del request.session[FLAG]
        return response


def _is_of_staff(request: HttpRequest) -> bool:
    """Say whether a form is one of those that staff fill in: its page asked who it is, or would have.

    A form whose token was refused reached no page; its address says whose it is. Wagtail's carry no rule of ours.
    """
    if _is_asked(request):
        return True
    match = request.resolver_match
    return match is not None and getattr(match.func, "access_rule", None) not in (Rule.PUBLIC, Rule.PRIVATE)


def _is_asked(request: HttpRequest) -> bool:
    """Say whether this request has asked who it is; asks nothing itself.

    Asking ends a session that is over, with all that a visitor keeps in it: no page that is for everybody may do so.
    """
    user = request.user
    return not isinstance(user, SimpleLazyObject) or user._wrapped is not empty


def _asks_to_sign_in(response: HttpResponse) -> bool:
    if response.status_code != 302:
        return False
    try:
        return resolve(urlsplit(response["Location"]).path).view_name in SIGN_IN_PAGES
    except Resolver404:
        return False


def _keep_aside(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the form for its owner; where nobody knows the owner, give it back at once to be copied."""
    sent = typed.read(request)
    if request.user.is_authenticated or not sent.shown:
        return response
    owner = owner_of(request)
    is_kept = owner is not None and keep(sent, owner)
    if response.status_code != 302:
        return response
    if CSRF_FIELD not in request.POST and not is_kept:
        # No page of ours: every form that a person fills in carries a token.
        return response
    if is_kept:
        response["Location"] += "&kept=1" if "?" in response["Location"] else "?kept=1"
        return response
    context = {"typed": sent, "sign_in_url": response["Location"]}
    page = render(request, "accounts/sign_in_first.html", context, status=403)
    page["Cache-Control"] = "no-store, private"
    return page
