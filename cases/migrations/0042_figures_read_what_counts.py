
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0041_help_is_corrected'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='assistancerecord',
            name='assistance_given',
        ),
        migrations.AddIndex(
            model_name='assistancerecord',
            index=models.Index(condition=models.Q(('struck_at', None)), fields=['organization', 'given_on', 'case', 'fund', 'amount_baht'], name='assistance_given'),
        ),
    ]
