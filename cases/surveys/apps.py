"""The app `surveys`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Surveys and rounds of registration (S1.02, S1.09)."""

    name = "cases.surveys"
    label = "surveys"
    verbose_name = _("แบบสำรวจ")

    def ready(self) -> None:
        """Take surveys along on a phone, tell of needs, count in the rail, pass on and have digests made anew."""
        # Late: models cannot be imported before every app is there.
        from cases.desk import rail
        from cases.domain import found_anew, heard_needs
        from cases.phones.domain import kinds
        from cases.surveys.desk import on_phone
        from cases.surveys.desk.entry import counted
        from cases.surveys.domain.answering import DIGESTS
        from cases.surveys.domain.keeping import PASSED
        from cases.surveys.domain.needs import HEARD, asked_of

        heard_needs.register(HEARD)
        heard_needs.register_asked(asked_of)
        found_anew.register(DIGESTS)
        PASSED.register()
        rail.register_count(counted)
        kinds.register(kinds=[on_phone.ANSWER], lists=[on_phone.Surveys()])
