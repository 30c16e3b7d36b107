"""That a household withdrew, so that what it agreed to before brings it back by nobody's hand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Withdrawn(models.Model):
    """One household withdrew its consent on a day; an agreement of that day or before does not hold any more (PDPA s.19).

    It holds two digests that only the key for finding makes, and nothing else: who it was is told by no table. It goes when
    every agreement that it refuses is too old to be taken anyway (`domain.following.forget_withdrawn`). With another key for
    finding it matches nothing any more, and nothing is left from which it could be made anew.

    Attributes:
        key: as `Home.key`; asked at every organization, for the next one may keep the same house.
        form_key: of the form or line of a list by which it came, which is known again also where the house was corrected.
        on: the day.
    """

    key = models.CharField(max_length=120, editable=False, db_index=True)
    form_key = models.CharField(max_length=120, editable=False, db_index=True)
    on = models.DateField(_("วันที่ถอน"), db_index=True)

    class Meta:
        verbose_name = _("การถอนความยินยอม")
        verbose_name_plural = _("การถอนความยินยอม")

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"
