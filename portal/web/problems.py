"""Refusals as programs read them: problem details (RFC 9457), for every interface that speaks JSON."""

from __future__ import annotations

from django.http import JsonResponse

WAIT_SECONDS = 60
"""After which a program that asked too much may ask again."""


def problem(status: int, code: str, words: str) -> JsonResponse:
    """Return an error.

    Args:
        status: of the answer.
        code: one word for programs; never changes.
        words: one sentence for whoever writes the program.
    """
    answer = JsonResponse({"status": status, "title": code, "detail": words}, status=status)
    answer["Content-Type"] = "application/problem+json"
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="klang"'
    if status == 429:
        answer["Retry-After"] = str(WAIT_SECONDS)
    return answer


def bearer(authorization: str) -> str:
    """Return the key of an `Authorization` header; "" when there is none. One in an address is never read: those are logged."""
    scheme, _, secret = authorization.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
