from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Inspection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_index=True)),
                    ('seconds', models.FloatField()),
                    ('results', models.JSONField()),
                ],
                options={
                    'verbose_name': 'inspection',
                    'ordering': ['-at', '-id'],
                },
            ),
        ),
    ]
