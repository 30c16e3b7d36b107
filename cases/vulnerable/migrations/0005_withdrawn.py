"""Who withdrew is not brought back by a list or a form of before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vulnerable', '0004_seal_what_is_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, editable=False, max_length=120)),
                ('form_key', models.CharField(db_index=True, editable=False, max_length=120)),
                ('on', models.DateField(db_index=True, verbose_name='วันที่ถอน')),
            ],
            options={
                'verbose_name': 'การถอนความยินยอม',
                'verbose_name_plural': 'การถอนความยินยอม',
            },
        ),
    ]
