"""Write down as functions what each role let a person do before."""

from django.db import migrations

OFFICER = ("intake", "work")
HEAD = ("intake", "work", "alarms", "supervise")
FUNCTIONS = {
    "center_officer": OFFICER,
    "center_head": HEAD,
    "content_editor": ("edit_content",),
    "publisher": ("publish",),
    "lao_officer": OFFICER,
    "lao_chief_administrator": HEAD,
    "lead_agency_officer": OFFICER,
    "lead_agency_head": HEAD,
    "province_admin": ("accounts",),
    "system_admin": ("system",),
}
"""As of this migration; a role that is not here gave nothing."""


def fill(apps, schema_editor):
    Appointment = apps.get_model("accounts", "Appointment")
    AppointmentFunction = apps.get_model("accounts", "AppointmentFunction")
    for role, functions in FUNCTIONS.items():
        found = Appointment.objects.filter(role=role, functions__isnull=True).values_list("pk", flat=True)
        AppointmentFunction.objects.bulk_create(
            (AppointmentFunction(appointment_id=pk, function=name) for pk in found for name in functions), batch_size=500
        )


class Migration(migrations.Migration):

    dependencies = [("accounts", "0003_functions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
