"""What is written down of households that need help first."""

from cases.vulnerable.models.account import Account
from cases.vulnerable.models.agreement import Agreement
from cases.vulnerable.models.home import Home
from cases.vulnerable.models.mark import Mark, MarkWords, TakenBack
from cases.vulnerable.models.need import Need
from cases.vulnerable.models.removal import Removal
from cases.vulnerable.models.withdrawn import Withdrawn

__all__ = ["Account", "Agreement", "Home", "Mark", "MarkWords", "Need", "Removal", "TakenBack", "Withdrawn"]
