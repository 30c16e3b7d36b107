"""Lists of an event on paper: drawn in the queue, file by file, as who ordered them may see them now."""

from __future__ import annotations

from django.utils.translation import override

from cases.events.models import Event
from cases.vulnerable.domain.keeping import LIST_KIND
from cases.vulnerable.domain.listing import kept_numbers, rows_of, table_of
from cases.vulnerable.domain.rights import accounts_of
from cases.vulnerable.vocabulary import ListKind
from portal.accounts.actors import officers_for
from portal.letters.kinds.first import FirstList, first_pdf
from portal.letters.models import PrintOrder, PrintPart
from portal.letters.printing import NotAllowedAnyMoreError
from portal.thai.dates import format_datetime

KIND = LIST_KIND


def subject_of(event: Event, kind: ListKind, *, everybody: bool) -> str:
    """Return by what an order names its list: event, use, and whether everybody is on it."""
    return f"{event.pk}:{kind.value}:{int(everybody)}"


def read_subject(order: PrintOrder) -> tuple[int, ListKind, bool]:
    """Return event, use and whether everybody is on the list of an order."""
    event, kind, everybody = order.subject.split(":")
    return int(event), ListKind(kind), everybody == "1"


def draw_list(part: PrintPart) -> bytes:
    """Draw one file of a list.

    Raises:
        NotAllowedAnyMoreError: who ordered it does not see these households any more.
        BusyError: others draw.
    """
    order = part.order
    event_key, kind, everybody = read_subject(order)
    event = Event.objects.get(pk=event_key)
    actor = next(
        (one for one in officers_for(order.asked_by) if one.organization.pk == order.organization_id), None
    )
    if actor is None or not accounts_of(actor, event).exists():
        raise NotAllowedAnyMoreError
    numbers = kept_numbers(part.subject)
    with override("th"):
        head, rows = table_of(kind, rows_of(actor, event, kind, everybody=everybody, numbers=numbers))
        return first_pdf(
            FirstList(
                kind=kind.value,
                title=str(kind.label),
                event=event.name,
                period=f"เลข {numbers[0]} ถึง {numbers[1]} รวม {len(rows)} ครัวเรือน",
                head=head,
                rows=[[str(value) for value in row] for row in rows],
                printed_by=(
                    f"พิมพ์โดย {actor.person} {actor.organization.name_th}"
                    f" เมื่อ {format_datetime(order.asked_at, 'long')} · มีข้อมูลสุขภาพ ใช้เสร็จแล้วเก็บคืนและทำลาย"
                ),
            )
        )
