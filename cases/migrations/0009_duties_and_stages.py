"""Clocks are duties, and the state of a case is its stage: names first, values in the next ones."""

from django.db import migrations

from portal.triggers import changing_history


class Migration(migrations.Migration):
    dependencies = [('cases', '0008_words_of_an_address'), ('accounts', '0004_fill_functions')]

    operations = [
        migrations.RemoveConstraint(model_name='clock', name='clock_runs_once_per_case'),
        migrations.RemoveConstraint(model_name='clock', name='clock_runs_once_per_referral'),
        migrations.RemoveIndex(model_name='clock', name='clock_due'),
        migrations.RemoveIndex(model_name='clock', name='clock_running_of_case'),
        migrations.RenameModel(old_name='Clock', new_name='Duty'),
        migrations.RenameField(model_name='duty', old_name='stopped_at', new_name='ended_at'),
        migrations.RemoveConstraint(model_name='case', name='case_closed_at_iff_closed'),
        migrations.RemoveIndex(model_name='case', name='case_of_holder'),
        migrations.RenameField(model_name='case', old_name='state', new_name='stage'),
        migrations.RemoveConstraint(model_name='referral', name='referral_one_accepted_handover'),
        *changing_history(
            'cases_caseevent',
            migrations.RenameField(model_name='caseevent', old_name='from_state', new_name='from_stage'),
            migrations.RenameField(model_name='caseevent', old_name='to_state', new_name='to_stage'),
        ),
    ]
