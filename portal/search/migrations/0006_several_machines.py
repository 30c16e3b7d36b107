from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_when_it_was_news")]

    operations = [
        migrations.AddField(
            model_name="indexeddocument",
            name="changed_at",
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
    ]
