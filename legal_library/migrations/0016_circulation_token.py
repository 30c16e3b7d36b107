from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('legal_library', '0015_public_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='circulation',
            name='token',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
    ]
