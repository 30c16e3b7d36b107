from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='WorkerBeat',
                fields=[
                    ('worker_id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('started_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'verbose_name': 'worker',
                },
            ),
        ),
    ]
