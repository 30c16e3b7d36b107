"""A meeting keeps by which rules its members were counted, and what its invitation said of a second call."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('committee', '0006_seal_what_is_there'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='members',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='กรรมการในวันประชุม'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='needed',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ต้องมาประชุม'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='present',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='กรรมการที่มาประชุม'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='quorum',
            field=models.CharField(blank=True, choices=[('half', 'ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ'), ('majority', 'เกินกึ่งหนึ่งของกรรมการ'), ('two_thirds', 'ไม่น้อยกว่าสองในสามของกรรมการ'), ('one_third', 'ไม่น้อยกว่าหนึ่งในสามของกรรมการ')], max_length=12, verbose_name='หลักองค์ประชุมในวันประชุม'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='quorum_words',
            field=models.CharField(blank=True, max_length=1000, verbose_name='หลักองค์ประชุมในวันประชุมเป็นข้อความ'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='second_quorum',
            field=models.CharField(blank=True, choices=[('half', 'ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ'), ('majority', 'เกินกึ่งหนึ่งของกรรมการ'), ('two_thirds', 'ไม่น้อยกว่าสองในสามของกรรมการ'), ('one_third', 'ไม่น้อยกว่าหนึ่งในสามของกรรมการ')], max_length=12, verbose_name='องค์ประชุมที่หนังสือเชิญบอกไว้'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='second_source',
            field=models.CharField(blank=True, max_length=300, verbose_name='ที่มาขององค์ประชุมที่หนังสือเชิญบอกไว้'),
        ),
    ]
