"""What the data of the second edition must hold; what the first one kept and nobody asks any more goes."""

from django.db import migrations, models

from portal.triggers import changing_history


class Migration(migrations.Migration):
    dependencies = [('cases', '0011_second_edition')]
    operations = changing_history(
        'cases_caseevent',
        migrations.AlterField(
            model_name='caseevent',
            name='identity',
            field=models.CharField(editable=False, max_length=36, unique=True),
        ),
        migrations.RemoveField(
            model_name='case',
            name='closure_requested_by',
        ),
        migrations.RemoveField(
            model_name='caseevent',
            name='clocks',
        ),
        migrations.RemoveField(
            model_name='duty',
            name='referral',
        ),
        migrations.RemoveField(
            model_name='referral',
            name='case_state_before',
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('stage', 'closed')), models.Q(models.Q(('stage', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='case_closed_at_iff_closed'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='duty_number_once'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('how', '')), models.Q(('ended_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='duty_ends_somehow'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='follow_up_number_once'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='referral_number_once'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('mode', 'handover'), ('outside', False), ('state', 'accepted')), fields=('case',), name='referral_one_accepted_handover'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='approval_number_once'),
        ),
        migrations.AddConstraint(
            model_name='committeeitem',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='committee_item_number_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='grant_number_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='question_number_once'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='visit_number_once'),
        ),
    )
