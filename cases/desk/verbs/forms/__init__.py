"""The form of every verb that the desk offers. A test compares this table with `cases.verbs.table`."""

from __future__ import annotations

from cases.desk.verbs.forms import assistance, referral, screening
from cases.desk.verbs.forms.base import VerbForm
from cases.vocabulary import Verb

VERB_FORMS: dict[Verb, type[VerbForm]] = {
    Verb.SCREEN: screening.ScreenForm,
    Verb.REJECT: screening.RejectForm,
    Verb.TAKE_ON: screening.TakeOnForm,
    Verb.RECLASSIFY: screening.ReclassifyForm,
    Verb.REFER: referral.ReferForm,
    Verb.REFER_JOINT: referral.ReferJointForm,
    Verb.ACCEPT: referral.AcceptForm,
    Verb.ACCEPT_JOINT: referral.AcceptJointForm,
    Verb.RETURN: referral.ReturnForm,
    Verb.RETURN_JOINT: referral.ReturnJointForm,
    Verb.RECALL: referral.RecallForm,
    Verb.RECALL_JOINT: referral.RecallJointForm,
    Verb.FORWARD_ON: referral.ForwardOnForm,
    Verb.ESCALATE: referral.EscalateForm,
    Verb.COMPLETE_JOINT: referral.CompleteJointForm,
    Verb.RECORD_HELP: assistance.RecordHelpForm,
    Verb.ADJUST_PLAN: assistance.AdjustPlanForm,
    Verb.ASK: assistance.AskForm,
    Verb.ANSWER: assistance.AnswerForm,
    Verb.REQUEST_CLOSURE: assistance.RequestClosureForm,
    Verb.APPROVE_CLOSURE: assistance.ApproveClosureForm,
    Verb.REFUSE_CLOSURE: assistance.RefuseClosureForm,
    Verb.REOPEN: assistance.ReopenForm,
}

__all__ = ["VERB_FORMS", "VerbForm"]
