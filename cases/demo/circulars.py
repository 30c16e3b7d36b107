"""A circular of the demonstration: the OSCC letter of the starter library, sent round, half of it acknowledged."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from cases.demo.office import Office
from legal_library.circulating.receiving import acknowledge, understand
from legal_library.circulating.recipients import Audience, addressed
from legal_library.circulating.sending import circulate
from legal_library.models import Circulation, DocumentPage, Receipt
from portal.thai.dates import bangkok_today

DOCUMENT = "circular-dla-0891-3-w1918-2556"
MESSAGE = "ขอให้ทุกแห่งศึกษาแนวทาง กำหนดผู้รับผิดชอบ และกดรับทราบ (เรื่องสมมติของชุดสาธิต)"


@transaction.atomic
def load_demo_circular() -> bool:
    """Send the letter round once; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    office = Office()
    document = DocumentPage.objects.published().filter(slug=DOCUMENT).first()
    if document is None or Circulation.objects.exists():
        return False
    center = office["center-head"]
    to = addressed(center.organization, Audience.DISTRICT, district=center.organization.district_code)
    circulation = circulate(
        document=document,
        sender=center.organization,
        organizations=to.organizations,
        addressed_to=to.words,
        actor=center,
        user=center.person,
        message=MESSAGE,
        due_on=bangkok_today() + timedelta(days=14),
    )
    receipt = Receipt.objects.filter(circulation=circulation, organization=office.body("aonang")).first()
    if receipt is not None:
        acknowledge(receipt=receipt, actor=office["aonang-head"])
        for name in ("aonang", "aonang-head"):
            understand(receipt=receipt, actor=office[name])
    return True
