"""Who acted is written down by kind, and by which order; what is there already gets its kind from what is known of it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

from portal.triggers import changing_history

KINDS = [('officer', 'เจ้าหน้าที่'), ('citizen', 'ผู้แจ้ง'), ('outside', 'หน่วยงานภายนอกที่ไม่ได้ใช้ระบบ'), ('system', 'ระบบ')]
NOBODY = Q(user__isnull=True, appointment__isnull=True, role='')


def fill(apps, schema_editor):
    """Officers are known by their account, citizens by acts on cases without one; the rest is the system.

    The appointment is the newest one of that person, organization and role that was in force on the day; where the
    order was entered differently since, it stays empty.
    """
    database = schema_editor.connection.alias
    rows = models.QuerySet(apps.get_model('audit', 'AuditEntry'), using=database)
    orders = (
        apps.get_model('accounts', 'Appointment')
        .objects.using(database)
        .filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=OuterRef('at__date')),
            user=OuterRef('user'),
            organization=OuterRef('organization'),
            role=OuterRef('role'),
            valid_from__lte=OuterRef('at__date'),
        )
        .order_by('-valid_from', '-id')
    )
    rows.filter(user__isnull=False).update(actor_kind='officer', appointment=Subquery(orders.values('pk')[:1]))
    acts = rows.filter(user__isnull=True, action__startswith='case.')
    acts.exclude(action__in=['case.auto_route', 'case.resume']).update(actor_kind='citizen')
    if schema_editor.connection.vendor == 'postgresql':
        # Checks that wait for the end of the transaction would forbid the changes of the table that follow.
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):
    dependencies = [('accounts', '0001_initial'), ('organizations', '0001_initial'), ('audit', '0002_append_only')]
    operations = changing_history(
        'audit_auditentry',
        migrations.AddField(
            model_name='auditentry',
            name='actor_kind',
            field=models.CharField(choices=KINDS, default='system', max_length=10, verbose_name='ฝ่ายที่กระทำ'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditentry',
            name='appointment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.appointment', verbose_name='ตามคำสั่ง'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.CheckConstraint(
                condition=Q(actor_kind='officer', user__isnull=False, organization__isnull=False) & ~Q(role='')
                | Q(actor_kind='outside', organization__isnull=False) & NOBODY
                | Q(actor_kind__in=['citizen', 'system']) & NOBODY,
                name='audit_entry_has_an_actor',
            ),
        ),
    )
