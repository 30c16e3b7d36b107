"""Staff accounts, the appointments that give them their rights, and what is kept of their sessions."""

from portal.accounts.models.activation import Activation
from portal.accounts.models.appointment import Appointment, AppointmentFunction, AppointmentQuerySet
from portal.accounts.models.authenticator_app import AuthenticatorApp
from portal.accounts.models.kept import KeptForm, SignInMark
from portal.accounts.models.open_session import OpenSession
from portal.accounts.models.passkey import Passkey
from portal.accounts.models.recovery_code import RecoveryCode
from portal.accounts.models.user import User

__all__ = [
    "Activation",
    "Appointment",
    "AppointmentFunction",
    "AppointmentQuerySet",
    "AuthenticatorApp",
    "KeptForm",
    "OpenSession",
    "Passkey",
    "RecoveryCode",
    "SignInMark",
    "User",
]
