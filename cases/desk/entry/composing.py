"""From what an officer wrote down to what the domain takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cases.domain.submission import AffectedDetails, ReporterDetails, Submission
from cases.models import Case
from cases.vocabulary import Consent, ContactWay, Relation, Severity, Sex
from portal.organizations.domain.suggesting import address
from portal.thai.dates import bangkok_datetime, bangkok_today
from portal.vocabulary import ProblemType

NOON = dt.time(12)
"""Of a day of which nobody knows the hour: a letter that came by post."""
_AS_WRITTEN = (
    *("contact_time", "contact_note", "other_way"),
    *("may_leave_message", "may_identify", "may_email"),
)


def compose(data: dict[str, Any]) -> Submission:
    """Return the submission of a valid form.

    Args:
        data: its cleaned data.
    """
    read = data["read"]
    return Submission(
        problem=ProblemType(data["problem"]),
        channel=data["channel"],
        province_code=read.province,
        district_code=read.district,
        subdistrict_code=read.subdistrict,
        place_detail=read.detail,
        moo=data["moo"] or read.moo,
        village=data["village"],
        country=", ".join(part for part in (data["city"], data["country"]) if part),
        avoid_local=data["avoid_local"],
        narrative=data["narrative"],
        reporter=_reporter(data),
        affected=(_first(data), *(_other(person) for person in data["others"])),
        danger_now=data["danger_now"],
        severity=Severity.EMERGENCY if data["danger_now"] else Severity(data["severity"] or Severity.NORMAL),
        consent=Consent(data["consent"]),
        consent_by=data["consent_by"],
        note=data["note"],
        files=tuple(data["files"]),
        received_at=received_at(data["received_on"], data["received_time"]),
    )


def received_at(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    """Return when a request reached the office: the day is today, and the time now, where nothing is said.

    Every limit counts from then, not from when somebody wrote it down (S2.40).
    """
    today = bangkok_today()
    if time is None and (day is None or day == today):
        return None
    return bangkok_datetime(day or today, time or NOON)


def _reporter(data: dict[str, Any]) -> ReporterDetails:
    email = data["email"] if _is_address(data["email"]) else ""
    return ReporterDetails(
        name=data["reporter_name"],
        relation=Relation(data["relation"]),
        phone=data["phone"],
        email=email,
        email_words="" if email else data["email"],
        contact_way=ContactWay(data["contact_way"] or _likely_way(data)),
        may_tell_affected=data["may_tell_affected"],
        may_text=data.get("may_text"),
        **{name: data[name] for name in _AS_WRITTEN},
    )


def _is_address(text: str) -> bool:
    """Words that are no address are kept, and nothing is ever sent to them (docs/decisions/0009)."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _likely_way(data: dict[str, Any]) -> ContactWay:
    return ContactWay.PHONE if data["phone"] else ContactWay.VISIT


def _first(data: dict[str, Any]) -> AffectedDetails:
    is_self = Relation(data["relation"]) == Relation.SELF
    return AffectedDetails(
        name=data["affected_name"] or (data["reporter_name"] if is_self else ""),
        is_reporter=is_self,
        age=data["age"].years,
        age_words=data["age"].words,
        phone=data["affected_phone"],
        **{
            name: data[name]
            for name in (
                *("sex", "birth_date", "has_disability", "is_married", "is_destitute", "household_size"),
                *("nationality", "papers", "needs_interpreter", "interpreter_language"),
            )
        },
    )


def _other(person: dict[str, Any]) -> AffectedDetails:
    return AffectedDetails(
        name=person["name"],
        kinship=person["kinship"],
        sex=Sex(person["sex"]) if person["sex"] else "",
        age=person["age"].years,
        age_words=person["age"].words,
        has_disability=person["disability"],
    )


def caller_of(case: Case) -> dict[str, Any]:
    """Return what another request of the same caller begins with: who calls, how to reach them, from where.

    Args:
        case: that the officer may read.
    """
    reporter = getattr(case, "reporter", None)
    known = (
        {name: getattr(reporter, name) for name in (*_AS_WRITTEN, "phone", "contact_way")} if reporter else {}
    )
    if reporter:
        known |= {"reporter_name": reporter.name, "email": reporter.email or reporter.email_words}
    area = case.subdistrict_code or case.district_code or case.province_code
    return known | {"channel": case.channel, "place": address(area), "moo": case.moo, "village": case.village}
