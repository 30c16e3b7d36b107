"""Names of organizations that no pattern gives: hospitals of the provinces, and what Bangkok and the country have.

As the agreement and its guideline name them (S2.22, S2.33); the hospitals by general knowledge, to be checked by the
provinces. Bangkok has no provincial offices: centers of the ministries stand in their place, and ten labor areas, whose
districts somebody who knows them enters as rows of the routing table.
"""

from __future__ import annotations

from portal.organizations.vocabulary import OrganizationType as Type
from portal.vocabulary import ProblemType

LABOR_AREAS = 10
"""กลุ่มงานสวัสดิการและคุ้มครองแรงงานพื้นที่ ๑ ถึง ๑๐ (S2.33)."""

_OWN_NAMES = {
    "12": "พระนั่งเกล้า", "16": "พระนารายณ์มหาราช", "18": "ชัยนาทนเรนทร", "22": "พระปกเกล้า", "24": "พุทธโสธร",
    "25": "เจ้าพระยาอภัยภูเบศร", "27": "สมเด็จพระยุพราชสระแก้ว", "30": "มหาราชนครราชสีมา", "34": "สรรพสิทธิประสงค์",
    "50": "นครพิงค์", "57": "เชียงรายประชานุเคราะห์", "58": "ศรีสังวาลย์", "60": "สวรรค์ประชารักษ์",
    "63": "สมเด็จพระเจ้าตากสินมหาราช", "65": "พุทธชินราช พิษณุโลก", "71": "พหลพลพยุหเสนา", "72": "เจ้าพระยายมราช",
    "75": "สมเด็จพระพุทธเลิศหล้า", "76": "พระจอมเกล้า จังหวัดเพชรบุรี", "80": "มหาราชนครศรีธรรมราช", "83": "วชิระภูเก็ต",
    "86": "ชุมพรเขตรอุดมศักดิ์", "96": "นราธิวาสราชนครินทร์",
}  # fmt: skip
"""Province → name of its hospital behind โรงพยาบาล, where it is not the name of the province."""

_PLAIN_NAMES = {
    "11": "สมุทรปราการ", "13": "ปทุมธานี", "14": "พระนครศรีอยุธยา", "15": "อ่างทอง", "17": "สิงห์บุรี", "19": "สระบุรี", "20": "ชลบุรี",
    "21": "ระยอง", "23": "ตราด", "26": "นครนายก", "31": "บุรีรัมย์", "32": "สุรินทร์", "33": "ศรีสะเกษ", "35": "ยโสธร", "36": "ชัยภูมิ",
    "37": "อำนาจเจริญ", "38": "บึงกาฬ", "39": "หนองบัวลำภู", "40": "ขอนแก่น", "41": "อุดรธานี", "42": "เลย", "43": "หนองคาย",
    "44": "มหาสารคาม", "45": "ร้อยเอ็ด", "46": "กาฬสินธุ์", "47": "สกลนคร", "48": "นครพนม", "49": "มุกดาหาร", "51": "ลำพูน",
    "52": "ลำปาง", "53": "อุตรดิตถ์", "54": "แพร่", "55": "น่าน", "56": "พะเยา", "61": "อุทัยธานี", "62": "กำแพงเพชร", "64": "สุโขทัย",
    "66": "พิจิตร", "67": "เพชรบูรณ์", "70": "ราชบุรี", "73": "นครปฐม", "74": "สมุทรสาคร", "77": "ประจวบคีรีขันธ์", "81": "กระบี่",
    "82": "พังงา", "84": "สุราษฎร์ธานี", "85": "ระนอง", "90": "สงขลา", "91": "สตูล", "92": "ตรัง", "93": "พัทลุง", "94": "ปัตตานี",
    "95": "ยะลา",
}  # fmt: skip
_ELSEWHERE = {"50": "5007"}
"""Nakornping Hospital stands in Mae Rim; the others in the capital district."""

PROVINCIAL_HOSPITALS: dict[str, tuple[str, str]] = {
    code: (f"โรงพยาบาล{name}", _ELSEWHERE.get(code, f"{code}01"))
    for code, name in sorted((_OWN_NAMES | _PLAIN_NAMES).items())
}
"""Province → the hospital to which it turns first, and its district."""

EDUCATION_HOSPITALS: tuple[tuple[str, str], ...] = (
    ("โรงพยาบาลศิริราช", "10"),
    ("โรงพยาบาลรามาธิบดี", "10"),
    ("โรงพยาบาลธรรมศาสตร์เฉลิมพระเกียรติ", "13"),
    ("โรงพยาบาลศรีนครินทร์", "40"),
    ("โรงพยาบาลมหาราชนครเชียงใหม่", "50"),
    ("โรงพยาบาลมหาวิทยาลัยนเรศวร", "65"),
    ("โรงพยาบาลสงขลานครินทร์", "90"),
)
"""Hospitals of universities, which stood under the Ministry of Education when the agreement was signed."""

BANGKOK_BODIES: tuple[tuple[Type, str, str, ProblemType | None, str], ...] = (
    (Type.BMA, "กรุงเทพมหานคร", "Bangkok Metropolitan Administration", None, ""),
    (Type.SOCIAL_CENTER, "ศูนย์ปฏิบัติการเพื่อป้องกันการกระทำความรุนแรงในครอบครัว",
     "Operation Center for the Prevention of Domestic Violence", ProblemType.VIOLENCE, ""),
    (Type.SOCIAL_CENTER, "ศูนย์ประชาบดี", "Prachabodi Center", None, "1300"),
    (Type.LABOR_CENTER, "ศูนย์ปฏิบัติการช่วยเหลือแรงงานหญิงและเด็ก",
     "Operation Center for Women and Child Workers", ProblemType.CHILD_LABOR, ""),
    (Type.POLICE_COMMAND, "กองบัญชาการตำรวจนครบาล", "Metropolitan Police Bureau", ProblemType.HUMAN_TRAFFICKING, ""),
    (Type.HOSPITAL, "โรงพยาบาลราชวิถี", "Rajavithi Hospital", ProblemType.UNREADY_PREGNANCY, ""),
    (Type.HOSPITAL, "โรงพยาบาลเลิดสิน", "Lerdsin Hospital", None, ""),
    (Type.HOSPITAL, "โรงพยาบาลนพรัตนราชธานี", "Nopparat Rajathanee Hospital", None, ""),
    (Type.BMA_HOSPITAL, "คณะแพทยศาสตร์วชิรพยาบาล", "Faculty of Medicine Vajira Hospital", None, ""),
    (Type.BMA_HOSPITAL, "โรงพยาบาลกลาง", "Klang Hospital", None, ""),
    (Type.BMA_HOSPITAL, "โรงพยาบาลตากสิน", "Taksin Hospital", None, ""),
    (Type.BMA_HOSPITAL, "โรงพยาบาลเจริญกรุงประชารักษ์", "Charoenkrung Pracharak Hospital", None, ""),
    (Type.BMA_HOSPITAL, "โรงพยาบาลลาดกระบังกรุงเทพมหานคร", "Lat Krabang Hospital", None, ""),
    (Type.BMA_HOSPITAL, "โรงพยาบาลราชพิพัฒน์", "Ratchaphiphat Hospital", None, ""),
    (Type.BMA_HOSPITAL, "โรงพยาบาลสิรินธร", "Sirindhorn Hospital", None, ""),
)  # fmt: skip
"""Kind, names, the problem that it leads in Bangkok, and the number that the source gives."""

NATIONAL_BODIES: tuple[tuple[Type, str, str, str, str], ...] = (
    (Type.LABOR_CENTER, "สำนักคุ้มครองแรงงาน กรมสวัสดิการและคุ้มครองแรงงาน",
     "Bureau of Labor Protection, Department of Labor Protection and Welfare", "", ""),
    (Type.RIGHTS_DEPARTMENT, "กรมคุ้มครองสิทธิและเสรีภาพ", "Rights and Liberties Protection Department", "", ""),
    (Type.FOREIGN_AFFAIRS, "กรมการกงสุล กระทรวงการต่างประเทศ",
     "Department of Consular Affairs, Ministry of Foreign Affairs", "", ""),
    (Type.PATTAYA, "เมืองพัทยา", "Pattaya City", "20", "2004"),
)  # fmt: skip
"""Kind, names, province and district, "" for bodies of the country."""
