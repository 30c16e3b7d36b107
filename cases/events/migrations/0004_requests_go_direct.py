
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_shelter_doors'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='direct',
            field=models.BooleanField(default=False, verbose_name='คำขอส่งตรงถึง อปท. ของพื้นที่'),
        ),
    ]
