"""What is written down of call lists."""

from cases.calls.models.call import Call, Look
from cases.calls.models.call_list import CallList
from cases.calls.models.question import SafetyQuestion
from cases.calls.models.row import CallRow

__all__ = ["Call", "CallList", "CallRow", "Look", "SafetyQuestion"]
