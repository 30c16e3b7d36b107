"""An objection by the person whose case it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.intake.forms.tracking import WordsForm, words_field


class DecisionObjectionForm(WordsForm):
    """What is wrong with the resolution."""

    name = "decision"
    words = words_field(
        _("คัดค้านมตินี้ เพราะอะไร"),
        missing=_("เขียนสั้น ๆ ว่าคัดค้านอะไร เพราะอะไร"),
        help_text=_("เจ้าหน้าที่ตอบที่หน้านี้ มติยังไม่เป็นที่สุดจนกว่าจะตอบ"),
    )
