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


def refuse_to_open(apps, schema_editor):
    """Go back while nobody uses an app: a secret is not laid in clear again by a migration."""
    if apps.get_model("accounts", "AuthenticatorApp")._base_manager.exists():
        raise RuntimeError("Secrets of apps are sealed; restore a backup from before 0010 instead.")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_secrets_are_sealed")]

    operations = [migrations.RunPython(seal, refuse_to_open)]
