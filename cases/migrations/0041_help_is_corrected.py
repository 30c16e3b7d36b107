
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0040_what_figures_read'),
        ('organizations', '0007_shapes_and_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='assistancerecord',
            name='struck_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='ขีดฆ่าเมื่อ'),
        ),
        migrations.AddField(
            model_name='assistancerecord',
            name='struck_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ขีดฆ่า'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='verb',
            field=models.CharField(choices=[('submit', 'ยื่นคำขอ'), ('auto_route', 'ส่งให้หน่วยงานเจ้าภาพหลักโดยอัตโนมัติ'), ('screen', 'คัดกรอง'), ('reject', 'ไม่รับเรื่อง'), ('request_refusal', 'ขออนุมัติไม่รับเรื่อง'), ('take_on', 'ดำเนินการเอง'), ('refer', 'ส่งต่อ'), ('refer_joint', 'ขอให้หน่วยงานอื่นช่วยบางส่วน'), ('request_disclosure', 'ขออนุมัติส่งข้อมูลโดยไม่มีความยินยอม'), ('inform', 'แจ้งหน่วยงานอื่นเพื่อทราบ'), ('accept', 'รับเรื่อง'), ('return', 'ส่งคืน'), ('recall', 'ดึงเรื่องกลับ'), ('forward_on', 'ส่งต่อให้หน่วยงานที่ถูกต้อง'), ('hand_up', 'ส่งศูนย์ เพราะเกินขีดความสามารถ'), ('complete_part', 'แจ้งว่าส่วนของเราเสร็จแล้ว'), ('cancel_part', 'ยกเลิกการขอความร่วมมือ'), ('record_outside', 'บันทึกคำตอบของหน่วยงานนอกระบบ'), ('ask', 'ขอข้อมูลเพิ่มจากผู้แจ้ง'), ('answer', 'ได้รับข้อมูลเพิ่มแล้ว'), ('question_end', 'ครบกำหนดรอคำตอบ ดำเนินการต่อ'), ('acknowledge', 'อ่านแล้ว'), ('plan_help', 'วางแผนการช่วยเหลือ'), ('record_help', 'บันทึกการช่วยเหลือ'), ('correct_help', 'แก้การช่วยเหลือที่บันทึกผิด'), ('start_following_up', 'ช่วยเหลือแล้ว เริ่มติดตามผล'), ('plan_followup', 'นัดติดตามผล'), ('record_followup', 'บันทึกผลการติดตาม'), ('cancel_followup', 'ยกเลิกนัดติดตามผล'), ('adjust_plan', 'ปรับแผนการช่วยเหลือ'), ('dispatch', 'ส่งหน่วยเคลื่อนที่ออกไป'), ('set_out', 'ออกเดินทางแล้ว'), ('arrive', 'ถึงที่หมายแล้ว'), ('end_visit', 'บันทึกผลการออกหน่วย'), ('submit_committee', 'เสนอคณะกรรมการ'), ('decide_committee', 'บันทึกมติคณะกรรมการ'), ('call_off', 'ยกเลิกงานของหน่วยงานอื่น'), ('request_closure', 'ขออนุมัติปิดเรื่อง'), ('approve', 'อนุมัติ'), ('refuse', 'ไม่อนุมัติ'), ('withdraw_request', 'ถอนคำขออนุมัติ'), ('request_more_time', 'ขอเวลาเพิ่ม'), ('reclassify', 'เปลี่ยนประเภทเรื่อง หรือเพิ่มความเร่งด่วน'), ('request_lowering', 'ขอลดความเร่งด่วนหรือชั้นการปกปิด'), ('take_over', 'ศูนย์เข้ารับเรื่องแทน'), ('recuse', 'ขอไม่ร่วมพิจารณา เพราะมีส่วนได้เสีย'), ('break_glass', 'เปิดดูในเหตุฉุกเฉิน'), ('message', 'ส่งข้อความ'), ('withdraw', 'ขอถอนเรื่อง'), ('object', 'คัดค้านการปิดเรื่อง'), ('reopen', 'เปิดเรื่องอีกครั้ง'), ('unscreen', 'ถอนการคัดกรอง'), ('link_household', 'รวมเป็นครัวเรือนเดียวกัน'), ('unlink_household', 'แยกออกจากครัวเรือนที่รวมไว้'), ('tell', 'แจ้งผู้แจ้งด้วยข้อความกลาง'), ('note', 'เขียนบันทึก'), ('log_call', 'บันทึกการติดต่อ'), ('add_file', 'แนบไฟล์'), ('correct_facts', 'แก้ไขหรือเพิ่มเติมข้อเท็จจริง'), ('change_consent', 'เปลี่ยนความยินยอม'), ('change_contact', 'เปลี่ยนวิธีติดต่อ'), ('assign', 'มอบหมาย'), ('urge', 'เร่งรัด'), ('replace_secret', 'ออกรหัสติดตามใหม่'), ('rate', 'ให้คะแนน'), ('succeed', 'รับช่วงจากหน่วยงานเดิม'), ('follow_calendar', 'คำนวณกำหนดเวลาใหม่ เพราะวันหยุดราชการเปลี่ยน'), ('fire_alarm', 'แจ้งเตือนเรื่องล่าช้า'), ('expire_grant', 'สิทธิเข้าถึงสิ้นสุด'), ('anonymize', 'ลบข้อมูลส่วนบุคคลเมื่อพ้นกำหนดเก็บ')], max_length=20, verbose_name='การกระทำ'),
        ),
        migrations.AddConstraint(
            model_name='assistancerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('struck_at', None), ('struck_by', None)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False)), _connector='OR'), name='assistance_struck_by_somebody'),
        ),
    ]
