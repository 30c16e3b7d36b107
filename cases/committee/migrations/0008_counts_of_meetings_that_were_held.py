"""Meetings that were counted before this get what is known of their count, and letters lose words that outlived their case.

How many came and had to come stands in the record of the act, and so do the rules that the committee had then; who was
counted stands in the attendance. Where these sources were is known only of rules that are still the same. What an invitation
said of a second call stands in the letter.
"""

import re

from django.db import migrations

from portal.files.tasks import forget_files

NEEDED = {
    "half": lambda members: max(1, -(-members // 2)),
    "majority": lambda members: members // 2 + 1,
    "two_thirds": lambda members: max(1, -(-2 * members // 3)),
    "one_third": lambda members: max(1, -(-members // 3)),
}
LABELS = {
    "half": "ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ",
    "majority": "เกินกึ่งหนึ่งของกรรมการ",
    "two_thirds": "ไม่น้อยกว่าสองในสามของกรรมการ",
    "one_third": "ไม่น้อยกว่าหนึ่งในสามของกรรมการ",
}
TOLD = re.compile("เมื่อมีกรรมการมาประชุม(.+?) ให้ถือว่าเป็นองค์ประชุม ตาม(.*)", re.DOTALL)
SAID = "มติที่ประชุมครั้งที่ "


def keep_counts(apps, schema_editor):
    meetings = apps.get_model("committee", "Meeting")._base_manager
    for meeting in meetings.exclude(state="cancelled").select_related("committee", "called_again_from"):
        if meeting.state == "planned":
            values = _announced(apps, meeting, until=meeting.starts_at)
        else:
            values = _counted(apps, meeting)
        if values:
            meetings.filter(pk=meeting.pk).update(**values)


def _counted(apps, meeting):
    """Return what is known of the count of a meeting; nothing where its record is missing."""
    record = apps.get_model("audit", "AuditEntry")._base_manager
    acts = ("committee.hold", "committee.no_quorum")
    act = record.filter(action__in=acts, subject=f"meeting:{meeting.pk}").order_by("-pk").first()
    if act is None:
        return {}
    committee = meeting.committee
    rules = record.filter(action="committee.set_up", subject=f"committee:{committee.pk}", pk__lt=act.pk)
    then = rules.order_by("-pk").first()
    quorum = then.data["quorum"] if then is not None else committee.quorum
    came = apps.get_model("committee", "Attendance")._base_manager.filter(meeting=meeting)
    members = came.exclude(member__role="assistant").count()
    words = LABELS[quorum] + (f" {committee.quorum_source}" if quorum == committee.quorum else "")
    announced = _announced(apps, meeting, until=act.at)
    second = announced.get("second_quorum")
    if second and NEEDED[second](members) == act.data["needed"] and second != quorum:
        first = meeting.called_again_from
        same = f"{LABELS[second]} {announced['second_source']}"
        words = f"นัดใหม่แทนครั้งที่ {first.number}/{first.fiscal_year} เรื่องเดิม: {same} เรื่องอื่น: {words}"
    else:
        announced = {}
    return announced | {
        "quorum": quorum,
        "quorum_words": words,
        "members": members,
        "present": act.data["present"],
        "needed": act.data["needed"],
    }


def _announced(apps, meeting, *, until):
    """Return what the invitation of a second call said of its quorum by a moment; nothing where it was silent."""
    if meeting.called_again_from_id is None:
        return {}
    letters = apps.get_model("letters", "OutgoingLetter")._base_manager.filter(
        organization=meeting.committee.organization_id,
        occasion=f"committee-invite-{meeting.pk}",
        withdrawn_at=None,
        created_at__lte=until,
    )
    for letter in letters:
        for told in filter(None, map(TOLD.search, letter.snapshot["paragraphs"])):
            for quorum, label in LABELS.items():
                if label == told[1]:
                    return {"second_quorum": quorum, "second_source": told[2][:300]}
    return {}


def clear_letters(apps, schema_editor):
    """Take the committee's own words out of the letters on cases whose time is over; their files go with them."""
    letters, files = apps.get_model("letters", "OutgoingLetter")._base_manager, []
    over = apps.get_model("committee", "Resolution")._base_manager.filter(case__anonymized=True)
    for resolution in over.select_related("item__meeting"):
        meeting = resolution.item.meeting
        kind = dict(resolution._meta.get_field("kind").choices)[resolution.kind]
        amount = f" {resolution.amount_baht:,.2f} บาท" if resolution.amount_baht else ""
        basis = f" ตาม{resolution.basis}" if resolution.basis else ""
        said = f"{SAID}{meeting.number}/{meeting.fiscal_year}: {kind}{amount}{basis}"
        for letter in letters.filter(occasion=f"committee-resolution-{resolution.pk}"):
            before = letter.snapshot["paragraphs"]
            letter.snapshot["paragraphs"] = [said if one.startswith(SAID) else one for one in before]
            if letter.snapshot["paragraphs"] != before:
                files.append(letter.pdf.name)
                letter.pdf, letter.pdf_sha256, letter.pdf_renderer = "", "", ""
                letter.save(update_fields=["snapshot", "pdf", "pdf_sha256", "pdf_renderer"])
    # Where there are letters there is a queue: they go once this is committed, and are tried again until they are gone.
    forget_files(files)


class Migration(migrations.Migration):

    dependencies = [
        ('committee', '0007_what_was_counted'),
        ('audit', '0003_who_acted'),
        ('letters', '0003_print_orders'),
    ]

    operations = [
        migrations.RunPython(keep_counts, migrations.RunPython.noop),
        migrations.RunPython(clear_letters, migrations.RunPython.noop),
    ]
