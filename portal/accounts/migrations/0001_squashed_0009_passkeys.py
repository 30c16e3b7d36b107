"""All tables of the room as they are after the migrations that this one stands for (docs/decisions/0020-squashed-migrations.md)."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import portal.accounts.models.appointment
import portal.files.storage
from django.conf import settings
from django.db import migrations, models

from portal.together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_kept_forms'),
        ('accounts', '0003_functions'),
        ('accounts', '0004_fill_functions'),
        ('accounts', '0005_activations'),
        ('accounts', '0006_sessions_end'),
        ('accounts', '0007_recovery_codes'),
        ('accounts', '0008_data_protection'),
        ('accounts', '0009_passkeys'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                    ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('display_name', models.CharField(blank=True, max_length=150, verbose_name='ชื่อที่แสดง')),
                    ('phone', models.CharField(blank=True, max_length=40, verbose_name='โทรศัพท์')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'ผู้ใช้ระบบ',
                    'verbose_name_plural': 'ผู้ใช้ระบบ',
                    'abstract': False,
                },
                managers=[
                    ('objects', django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name='Appointment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('center_officer', 'เจ้าหน้าที่สถานที่กลาง'), ('center_head', 'หัวหน้าศูนย์'), ('content_editor', 'บรรณาธิการเนื้อหา'), ('publisher', 'ผู้อนุมัติเผยแพร่'), ('lao_officer', 'เจ้าหน้าที่ อปท.'), ('lao_chief_administrator', 'ปลัด อปท.'), ('lead_agency_officer', 'เจ้าหน้าที่หน่วยงานเจ้าภาพหลัก'), ('lead_agency_head', 'หัวหน้าหน่วยงานเจ้าภาพหลัก'), ('deputy_head', 'รองหัวหน้าหน่วยงาน'), ('report_officer', 'เจ้าหน้าที่รายงานผล'), ('committee_secretary', 'เลขานุการคณะกรรมการ'), ('rapid_unit_member', 'เจ้าหน้าที่หน่วยเคลื่อนที่เร็ว'), ('viewer', 'ผู้ดูรายงาน'), ('province_admin', 'ผู้ดูแลผู้ใช้ระดับจังหวัด'), ('system_admin', 'ผู้ดูแลระบบ'), ('data_protection_officer', 'เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล')], max_length=40, verbose_name='ตำแหน่ง')),
                    ('order_no', models.CharField(blank=True, max_length=60, verbose_name='คำสั่งที่')),
                    ('ordered_on', models.DateField(blank=True, null=True, verbose_name='ลงวันที่')),
                    ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='ตั้งแต่วันที่')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='ถึงวันที่')),
                    ('order_file', models.FileField(blank=True, max_length=120, storage=portal.files.storage.private_storage, upload_to=portal.accounts.models.appointment.stored_name, verbose_name='ไฟล์คำสั่ง')),
                    ('order_file_name', models.CharField(blank=True, max_length=200)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='organizations.organization', verbose_name='หน่วยงาน')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ใช้ระบบ')),
                ],
                options={
                    'verbose_name': 'คำสั่งแต่งตั้ง',
                    'verbose_name_plural': 'คำสั่งแต่งตั้ง',
                    'ordering': ['-valid_from', '-id'],
                },
            ),
            migrations.CreateModel(
                name='AppointmentFunction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('function', models.CharField(choices=[('intake', 'รับแจ้งเหตุ'), ('work', 'ดำเนินการช่วยเหลือ'), ('reporting', 'รายงานผล'), ('alarms', 'ติดตามกรณีแจ้งเตือน'), ('supervise', 'บังคับบัญชาและอนุมัติ'), ('deputy', 'ปฏิบัติราชการแทนผู้บังคับบัญชา'), ('committee', 'เลขานุการคณะกรรมการ'), ('field', 'หน่วยเคลื่อนที่เร็ว'), ('view', 'ดูรายงาน'), ('accounts', 'ดูแลผู้ใช้ระบบ'), ('edit_content', 'เขียนเนื้อหา'), ('publish', 'เผยแพร่เนื้อหา'), ('system', 'ดูแลระบบทางเทคนิค'), ('data_protection', 'คุ้มครองข้อมูลส่วนบุคคล')], max_length=20, verbose_name='หน้าที่')),
                    ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='functions', to='accounts.appointment', verbose_name='คำสั่งแต่งตั้ง')),
                ],
                options={
                    'verbose_name': 'หน้าที่ตามคำสั่ง',
                    'verbose_name_plural': 'หน้าที่ตามคำสั่ง',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='KeptForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('path', models.CharField(max_length=500)),
                    ('content', models.TextField()),
                    ('expires_at', models.DateTimeField(db_index=True)),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='OpenSession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('signed_in_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เข้าสู่ระบบเมื่อ')),
                    ('device', models.CharField(blank=True, max_length=80, verbose_name='เครื่อง')),
                    ('is_sensitive', models.BooleanField(default=False)),
                    ('last_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ใช้ล่าสุดเมื่อ')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_sessions', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-last_seen_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Passkey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('credential', models.CharField(editable=False, max_length=1400, unique=True)),
                    ('public_key', models.BinaryField()),
                    ('uses', models.BigIntegerField(default=0, editable=False)),
                    ('name', models.CharField(max_length=60, verbose_name='ชื่ออุปกรณ์')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ตั้งเมื่อ')),
                    ('used_at', models.DateTimeField(null=True, verbose_name='ใช้ล่าสุดเมื่อ')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'พาสคีย์',
                    'verbose_name_plural': 'พาสคีย์',
                    'ordering': ['created_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='RecoveryCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='SignInMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('expires_at', models.DateTimeField(db_index=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Activation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('replaced_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activations', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-made_at', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True), ('used_at__isnull', True)), fields=('user',), name='one_code_of_a_person_counts')],
                },
            ),
            migrations.AddConstraint(
                model_name='appointment',
                constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='appointment_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='appointmentfunction',
                constraint=models.UniqueConstraint(fields=('appointment', 'function'), name='appointment_gives_a_function_once'),
            ),
            migrations.AddConstraint(
                model_name='appointmentfunction',
                constraint=models.CheckConstraint(condition=models.Q(('function__in', ['intake', 'work', 'reporting', 'alarms', 'supervise', 'deputy', 'committee', 'field', 'view', 'accounts', 'edit_content', 'publish', 'system', 'data_protection'])), name='appointment_function_is_known'),
            ),
            migrations.AddConstraint(
                model_name='keptform',
                constraint=models.UniqueConstraint(fields=('owner', 'path'), name='one_kept_form_for_an_address'),
            ),
        ),
    ]
