"""Secrets of authenticator apps that people use go into the sealed column (decision 0012)."""

from django.db import migrations

from portal.sealing import current, envelope


def seal(apps, schema_editor):
    """Move the secrets of apps that people use into the sealed column."""
    devices = apps.get_model("otp_totp", "TOTPDevice").objects.exclude(key="")
    with schema_editor.connection.cursor() as cursor:
        for pk, person, key in list(devices.values_list("pk", "user_id", "key")):
            where = envelope.place("accounts_authenticatorapp", "secret", str(person))
            cursor.execute(
                "INSERT INTO accounts_authenticatorapp (totpdevice_ptr_id, secret) VALUES (%s, %s)",
                [pk, envelope.seal(current.keys(), key, where)],
            )
            cursor.execute("UPDATE otp_totp_totpdevice SET key = '' WHERE id = %s", [pk])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_secrets_are_sealed")]

    operations = [migrations.RunPython(seal)]
