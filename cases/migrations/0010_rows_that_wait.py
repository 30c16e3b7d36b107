"""What waits, who may read, and what a case keeps for the machine, second edition."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.triggers import changing_history


class Migration(migrations.Migration):
    dependencies = [
        ('cases', '0009_duties_and_stages'),
        ('letters', '0001_initial'),
        ('organizations', '0004_planned_ends'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = changing_history(
        'cases_caseevent',
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], max_length=15, verbose_name='สถานะ')),
                ('subject', models.CharField(choices=[('close', 'ปิดเรื่อง'), ('refuse', 'ไม่รับเรื่องปัญหาสังคม'), ('lower', 'ลดความเร่งด่วนหรือชั้นการปกปิด'), ('disclose', 'ส่งข้อมูลทั้งที่ผู้แจ้งไม่ยินยอม'), ('time', 'ขอเวลาเพิ่ม')], max_length=10, verbose_name='เรื่องที่ขอ')),
                ('about', models.PositiveIntegerField(default=0, editable=False)),
                ('terms', models.JSONField(default=dict, editable=False)),
                ('disputed', models.BooleanField(default=False, verbose_name='ผู้แจ้งคัดค้าน')),
            ],
            options={
                'verbose_name': 'คำขออนุมัติ',
                'verbose_name_plural': 'คำขออนุมัติ',
                'ordering': ['case_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='CommitteeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], max_length=15, verbose_name='สถานะ')),
            ],
            options={
                'verbose_name': 'เรื่องเข้าคณะกรรมการ',
                'verbose_name_plural': 'เรื่องเข้าคณะกรรมการ',
                'ordering': ['case_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('scope', models.PositiveSmallIntegerField(choices=[(1, 'เลขที่เรื่องและกำหนดเวลา'), (2, 'ชนิดของเรื่องและสถานะ'), (3, 'เท่าที่จำเป็นต่อส่วนที่ทำ'), (4, 'เรื่องและสิ่งที่ขอให้ทำ'), (5, 'ทั้งหมด')], verbose_name='อ่านได้เท่าใด')),
                ('reason', models.CharField(choices=[('holder', 'เป็นหน่วยงานที่รับผิดชอบ'), ('asked', 'ถูกขอให้รับเรื่องหรือช่วย'), ('joint', 'ช่วยดำเนินการบางส่วน'), ('outside', 'รับดำเนินการโดยไม่มีบัญชีในระบบ'), ('own_row', 'มีการออกหน่วยหรือเรื่องเข้าคณะกรรมการของตน'), ('handed_up', 'ส่งศูนย์เพราะเกินขีดความสามารถ'), ('approval', 'ต้องพิจารณาอนุมัติ'), ('was_holder', 'เคยรับผิดชอบ'), ('sender', 'เป็นผู้ส่งต่อ'), ('coordinates', 'เป็นศูนย์ที่ประสานงาน'), ('told', 'ได้รับแจ้งเพื่อทราบ'), ('ladder', 'ได้รับการแจ้งเตือนเรื่องล่าช้า'), ('break_glass', 'เปิดดูในเหตุฉุกเฉิน')], max_length=20, verbose_name='เหตุ')),
                ('waiting', models.PositiveIntegerField(default=0, editable=False)),
                ('since', models.DateTimeField(verbose_name='ตั้งแต่')),
                ('until', models.DateTimeField(null=True, verbose_name='ถึง')),
            ],
            options={
                'verbose_name': 'สิทธิอ่านเรื่อง',
                'verbose_name_plural': 'สิทธิอ่านเรื่อง',
                'ordering': ['case_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], max_length=15, verbose_name='สถานะ')),
                ('asked_at', models.DateTimeField(verbose_name='ถามเมื่อ')),
                ('until', models.DateTimeField(verbose_name='รอคำตอบถึง')),
                ('pausing', models.BooleanField(default=False, verbose_name='หยุดนับเวลา')),
                ('rest', models.DurationField(editable=False)),
                ('paused', models.DurationField(editable=False)),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='คำถาม')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='คำตอบ')),
            ],
            options={
                'verbose_name': 'คำถามถึงผู้แจ้ง',
                'verbose_name_plural': 'คำถามถึงผู้แจ้ง',
                'ordering': ['case_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], max_length=15, verbose_name='สถานะ')),
                ('arrived_at', models.DateTimeField(null=True, verbose_name='ถึงเมื่อ')),
            ],
            options={
                'verbose_name': 'การออกหน่วย',
                'verbose_name_plural': 'การออกหน่วย',
                'ordering': ['case_id', 'number'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='act_due',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='anonymized',
            field=models.BooleanField(default=False, editable=False, verbose_name='ลบข้อมูลส่วนบุคคลแล้ว'),
        ),
        migrations.AddField(
            model_name='case',
            name='base',
            field=models.CharField(blank=True, editable=False, max_length=36),
        ),
        migrations.AddField(
            model_name='case',
            name='crisis_since',
            field=models.DateTimeField(editable=False, null=True, verbose_name='เป็นปัญหาสังคมตั้งแต่'),
        ),
        migrations.AddField(
            model_name='case',
            name='excluded',
            field=models.JSONField(default=list, editable=False, verbose_name='หน่วยงานที่ไม่ให้รู้'),
        ),
        migrations.AddField(
            model_name='case',
            name='forward_due',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='helped',
            field=models.BooleanField(default=False, editable=False, verbose_name='มีการช่วยเหลือแล้ว'),
        ),
        migrations.AddField(
            model_name='case',
            name='led',
            field=models.BooleanField(default=False, editable=False, verbose_name='หน่วยงานเจ้าภาพหลักรับแล้ว'),
        ),
        migrations.AddField(
            model_name='case',
            name='recused',
            field=models.ManyToManyField(editable=False, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ที่ไม่ร่วมพิจารณา'),
        ),
        migrations.AddField(
            model_name='case',
            name='risk_assessed',
            field=models.BooleanField(default=False, editable=False, verbose_name='ประเมินความเสี่ยงแล้ว'),
        ),
        migrations.AddField(
            model_name='case',
            name='stand_in',
            field=models.BooleanField(default=False, editable=False, verbose_name='ศูนย์ทำแทนหน่วยงานเจ้าภาพหลัก'),
        ),
        migrations.AddField(
            model_name='case',
            name='wants_out',
            field=models.BooleanField(default=False, editable=False, verbose_name='ผู้แจ้งขอถอนเรื่อง'),
        ),
        migrations.AddField(
            model_name='case',
            name='worked_on',
            field=models.BooleanField(default=False, editable=False, verbose_name='เริ่มดำเนินการแล้ว'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='effects',
            field=models.JSONField(default=list, verbose_name='สิ่งที่เปลี่ยน'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='identity',
            field=models.CharField(default='', editable=False, max_length=36),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='caseevent',
            name='waiting',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='casenote',
            name='readers',
            field=models.CharField(choices=[('public', 'ผู้แจ้งเห็นได้'), ('shared', 'หน่วยงานที่ร่วมงานเห็นได้'), ('internal', 'เห็นเฉพาะหน่วยงานผู้รับผิดชอบ')], default='internal', max_length=10, verbose_name='ผู้ที่อ่านได้'),
        ),
        migrations.AddField(
            model_name='duty',
            name='basis',
            field=models.CharField(choices=[('first', 'ครั้งแรก'), ('moved', 'ย้ายมากับเรื่อง'), ('back', 'กลับมาทำต่อ'), ('returned', 'ถูกส่งคืน'), ('recalled', 'ดึงกลับ'), ('adjusted', 'ปรับแผน'), ('finding', 'พบจากการติดตามผล'), ('paused', 'หลังหยุดรอคำตอบ'), ('approved', 'ได้รับอนุมัติ'), ('reclassified', 'เปลี่ยนประเภทหรือความเร่งด่วน'), ('new_crisis', 'กลายเป็นปัญหาสังคม'), ('reopened', 'เปิดเรื่องอีกครั้ง'), ('calendar', 'วันหยุดราชการเปลี่ยน')], default='first', max_length=20, verbose_name='เหตุที่เริ่ม'),
        ),
        migrations.AddField(
            model_name='duty',
            name='chain',
            field=models.PositiveIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='duty',
            name='function',
            field=models.CharField(choices=[('intake', 'รับแจ้งเหตุ'), ('work', 'ดำเนินการช่วยเหลือ'), ('reporting', 'รายงานผล'), ('alarms', 'ติดตามกรณีแจ้งเตือน'), ('supervise', 'บังคับบัญชาและอนุมัติ'), ('deputy', 'ปฏิบัติราชการแทนผู้บังคับบัญชา'), ('committee', 'เลขานุการคณะกรรมการ'), ('field', 'หน่วยเคลื่อนที่เร็ว'), ('view', 'ดูรายงาน'), ('accounts', 'ดูแลผู้ใช้ระบบ'), ('edit_content', 'เขียนเนื้อหา'), ('publish', 'เผยแพร่เนื้อหา'), ('system', 'ดูแลระบบทางเทคนิค')], default='work', max_length=20, verbose_name='หน้าที่ของ'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='duty',
            name='how',
            field=models.CharField(blank=True, choices=[('done', 'ทำแล้ว'), ('superseded', 'มีกำหนดใหม่แทน'), ('suspended', 'หยุดรอคำตอบ'), ('withdrawn', 'ไม่ต้องทำแล้ว')], max_length=12, verbose_name='สิ้นสุดอย่างไร'),
        ),
        migrations.AddField(
            model_name='duty',
            name='made_at',
            field=models.DateTimeField(default=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc), verbose_name='บันทึกเมื่อ'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='duty',
            name='number',
            field=models.PositiveIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='duty',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รับมอบหมาย'),
        ),
        migrations.AddField(
            model_name='duty',
            name='waiting',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='followup',
            name='number',
            field=models.PositiveIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='followup',
            name='state',
            field=models.CharField(choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], default='open', max_length=15, verbose_name='สถานะ'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='followup',
            name='used',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='referral',
            name='binding',
            field=models.BooleanField(default=False, verbose_name='ศูนย์ชี้ขาด'),
        ),
        migrations.AddField(
            model_name='referral',
            name='handed_up',
            field=models.BooleanField(default=False, verbose_name='ส่งศูนย์เพราะเกินขีดความสามารถ'),
        ),
        migrations.AddField(
            model_name='referral',
            name='number',
            field=models.PositiveIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='referral',
            name='outside',
            field=models.BooleanField(default=False, verbose_name='รับโดยไม่มีบัญชีในระบบ'),
        ),
        migrations.AlterField(
            model_name='case',
            name='stage',
            field=models.CharField(choices=[('received', 'รับเรื่องแล้ว'), ('screened', 'คัดกรองแล้ว'), ('working', 'กำลังช่วยเหลือ'), ('following_up', 'ช่วยเหลือแล้ว กำลังติดตามผล'), ('closed', 'ปิดเรื่อง')], db_index=True, default='received', max_length=20, verbose_name='ขั้นตอน'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='from_stage',
            field=models.CharField(blank=True, choices=[('received', 'รับเรื่องแล้ว'), ('screened', 'คัดกรองแล้ว'), ('working', 'กำลังช่วยเหลือ'), ('following_up', 'ช่วยเหลือแล้ว กำลังติดตามผล'), ('closed', 'ปิดเรื่อง')], max_length=20, verbose_name='จากขั้นตอน'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='referral_state',
            field=models.CharField(blank=True, choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], max_length=15, verbose_name='สถานะการส่งต่อ'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='to_stage',
            field=models.CharField(choices=[('received', 'รับเรื่องแล้ว'), ('screened', 'คัดกรองแล้ว'), ('working', 'กำลังช่วยเหลือ'), ('following_up', 'ช่วยเหลือแล้ว กำลังติดตามผล'), ('closed', 'ปิดเรื่อง')], max_length=20, verbose_name='เป็นขั้นตอน'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='verb',
            field=models.CharField(choices=[('submit', 'ยื่นคำขอ'), ('auto_route', 'ส่งให้หน่วยงานเจ้าภาพหลักโดยอัตโนมัติ'), ('screen', 'คัดกรอง'), ('reject', 'ไม่รับเรื่อง'), ('request_refusal', 'ขออนุมัติไม่รับเรื่อง'), ('take_on', 'ดำเนินการเอง'), ('refer', 'ส่งต่อ'), ('refer_joint', 'ขอให้หน่วยงานอื่นช่วยบางส่วน'), ('request_disclosure', 'ขออนุมัติส่งข้อมูลโดยไม่มีความยินยอม'), ('inform', 'แจ้งหน่วยงานอื่นเพื่อทราบ'), ('accept', 'รับเรื่อง'), ('return', 'ส่งคืน'), ('recall', 'ดึงเรื่องกลับ'), ('forward_on', 'ส่งต่อให้หน่วยงานที่ถูกต้อง'), ('hand_up', 'ส่งศูนย์ เพราะเกินขีดความสามารถ'), ('complete_part', 'แจ้งว่าส่วนของเราเสร็จแล้ว'), ('cancel_part', 'ยกเลิกการขอความร่วมมือ'), ('record_outside', 'บันทึกคำตอบของหน่วยงานนอกระบบ'), ('ask', 'ขอข้อมูลเพิ่มจากผู้แจ้ง'), ('answer', 'ได้รับข้อมูลเพิ่มแล้ว'), ('question_end', 'ครบกำหนดรอคำตอบ ดำเนินการต่อ'), ('acknowledge', 'อ่านแล้ว'), ('record_help', 'บันทึกการช่วยเหลือ'), ('start_following_up', 'ช่วยเหลือแล้ว เริ่มติดตามผล'), ('plan_followup', 'นัดติดตามผล'), ('record_followup', 'บันทึกผลการติดตาม'), ('cancel_followup', 'ยกเลิกนัดติดตามผล'), ('adjust_plan', 'ปรับแผนการช่วยเหลือ'), ('dispatch', 'ส่งหน่วยเคลื่อนที่ออกไป'), ('arrive', 'ถึงที่หมายแล้ว'), ('end_visit', 'บันทึกผลการออกหน่วย'), ('submit_committee', 'เสนอคณะกรรมการ'), ('decide_committee', 'บันทึกมติคณะกรรมการ'), ('call_off', 'ยกเลิกงานของหน่วยงานอื่น'), ('request_closure', 'ขออนุมัติปิดเรื่อง'), ('approve', 'อนุมัติ'), ('refuse', 'ไม่อนุมัติ'), ('withdraw_request', 'ถอนคำขออนุมัติ'), ('request_more_time', 'ขอเวลาเพิ่ม'), ('reclassify', 'เปลี่ยนประเภทเรื่อง หรือเพิ่มความเร่งด่วน'), ('request_lowering', 'ขอลดความเร่งด่วนหรือชั้นการปกปิด'), ('take_over', 'ศูนย์เข้ารับเรื่องแทน'), ('recuse', 'ขอไม่ร่วมพิจารณา เพราะมีส่วนได้เสีย'), ('break_glass', 'เปิดดูในเหตุฉุกเฉิน'), ('message', 'ส่งข้อความ'), ('withdraw', 'ขอถอนเรื่อง'), ('object', 'คัดค้านการปิดเรื่อง'), ('reopen', 'เปิดเรื่องอีกครั้ง'), ('note', 'เขียนบันทึก'), ('log_call', 'บันทึกการติดต่อ'), ('add_file', 'แนบไฟล์'), ('correct_facts', 'แก้ไขหรือเพิ่มเติมข้อเท็จจริง'), ('change_consent', 'เปลี่ยนความยินยอม'), ('change_contact', 'เปลี่ยนวิธีติดต่อ'), ('assign', 'มอบหมาย'), ('urge', 'เร่งรัด'), ('replace_secret', 'ออกรหัสติดตามใหม่'), ('rate', 'ให้คะแนน'), ('succeed', 'รับช่วงจากหน่วยงานเดิม'), ('follow_calendar', 'คำนวณกำหนดเวลาใหม่ เพราะวันหยุดราชการเปลี่ยน'), ('fire_alarm', 'แจ้งเตือนเรื่องล่าช้า'), ('expire_grant', 'สิทธิเข้าถึงสิ้นสุด'), ('anonymize', 'ลบข้อมูลส่วนบุคคลเมื่อพ้นกำหนดเก็บ')], max_length=20, verbose_name='การกระทำ'),
        ),
        migrations.AlterField(
            model_name='duty',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AlterField(
            model_name='duty',
            name='ended_at',
            field=models.DateTimeField(null=True, verbose_name='สิ้นสุดเมื่อ'),
        ),
        migrations.AlterField(
            model_name='duty',
            name='kind',
            field=models.CharField(choices=[('forward', 'หาหน่วยงานที่รับผิดชอบ'), ('ack', 'ตอบรับเรื่อง'), ('act', 'ลงมือช่วยเหลือ'), ('part', 'ทำส่วนที่รับไว้'), ('reroute', 'ส่งให้หน่วยงานใหม่'), ('decide', 'ตัดสินใจขั้นต่อไปหลังติดตามผล'), ('follow', 'ติดตามผล'), ('approve', 'พิจารณาอนุมัติ'), ('tell', 'แจ้งความคืบหน้าแก่ผู้แจ้ง'), ('question', 'รอคำตอบจากผู้แจ้ง'), ('read', 'อ่านสิ่งที่ผู้แจ้งส่งมา'), ('visit', 'ออกหน่วย'), ('committee', 'เสนอคณะกรรมการและแจ้งมติ')], max_length=20, verbose_name='สิ่งที่ต้องทำ'),
        ),
        migrations.AlterField(
            model_name='policyclock',
            name='kind',
            field=models.CharField(choices=[('forward', 'หาหน่วยงานที่รับผิดชอบ'), ('ack', 'ตอบรับเรื่อง'), ('act', 'ลงมือช่วยเหลือ'), ('part', 'ทำส่วนที่รับไว้'), ('reroute', 'ส่งให้หน่วยงานใหม่'), ('decide', 'ตัดสินใจขั้นต่อไปหลังติดตามผล'), ('follow', 'ติดตามผล'), ('approve', 'พิจารณาอนุมัติ'), ('tell', 'แจ้งความคืบหน้าแก่ผู้แจ้ง'), ('question', 'รอคำตอบจากผู้แจ้ง'), ('read', 'อ่านสิ่งที่ผู้แจ้งส่งมา'), ('visit', 'ออกหน่วย'), ('committee', 'เสนอคณะกรรมการและแจ้งมติ')], max_length=20, verbose_name='สิ่งที่ต้องทำ'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='mode',
            field=models.CharField(choices=[('handover', 'ส่งต่อให้รับผิดชอบ'), ('joint', 'ขอให้ช่วยบางส่วน'), ('info', 'แจ้งเพื่อทราบ')], max_length=10, verbose_name='ลักษณะ'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='state',
            field=models.CharField(choices=[('sent', 'ส่งแล้ว รอรับ'), ('accepted', 'รับแล้ว'), ('open', 'รออยู่'), ('dispatched', 'ออกเดินทางแล้ว'), ('submitted', 'เสนอคณะกรรมการแล้ว'), ('returned', 'ส่งคืน'), ('recalled', 'ดึงกลับ'), ('forwarded_on', 'ส่งต่อไปแล้ว'), ('done', 'เสร็จแล้ว'), ('noted', 'รับทราบแล้ว'), ('answered', 'ตอบแล้ว'), ('expired', 'พ้นกำหนดรอคำตอบ'), ('approved', 'อนุมัติ'), ('refused', 'ไม่อนุมัติ'), ('recorded', 'ติดตามผลแล้ว'), ('decided', 'คณะกรรมการมีมติแล้ว'), ('cancelled', 'ยกเลิกนัด'), ('withdrawn', 'ถอน')], default='sent', max_length=15, verbose_name='สถานะ'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['holder', 'stage', '-received_at'], name='case_of_holder'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['due_at'], name='duty_due'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['case'], name='duty_running_of_case'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['organization', 'kind', 'due_at'], name='duty_of_organization'),
        ),
        migrations.AddField(
            model_name='approval',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='approval',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่พิจารณา'),
        ),
        migrations.AddField(
            model_name='approval',
            name='requester',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ขอ'),
        ),
        migrations.AddField(
            model_name='approval',
            name='requesting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงานที่ขอ'),
        ),
        migrations.AddField(
            model_name='committeeitem',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committee_items', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='committeeitem',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='อปท.'),
        ),
        migrations.AddField(
            model_name='grant',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='grant',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน'),
        ),
        migrations.AddField(
            model_name='question',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='question',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='หน่วยงาน'),
        ),
        migrations.AddField(
            model_name='visit',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='visit',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='organizations.organization', verbose_name='หน่วยงาน'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(condition=models.Q(('until__isnull', True)), fields=['organization', 'case', 'scope'], name='grant_of_organization'),
        ),
    )
