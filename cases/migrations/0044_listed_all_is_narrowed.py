from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0043_texts_of_news'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='listedcase',
            index=models.Index(condition=models.Q(('list', 'all')), fields=['organization', 'case', 'scope', 'place', 'problem', 'haste', 'due_at', 'stage', 'channel', 'holder', 'received_at'], name='listed_all'),
        ),
    ]
