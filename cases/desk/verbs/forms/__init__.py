"""The form of every verb that the desk offers. A test compares this table with `cases.machine.table`."""

from __future__ import annotations

from cases.desk.verbs.forms import asking, assistance, deciding, facts, referral, screening, working
from cases.desk.verbs.forms.base import VerbForm
from cases.machine.vocabulary import Verb

VERB_FORMS: dict[Verb, type[VerbForm]] = {
    Verb.SCREEN: screening.ScreenForm,
    Verb.REJECT: screening.RejectForm,
    Verb.REQUEST_REFUSAL: screening.RequestRefusalForm,
    Verb.TAKE_ON: screening.TakeOnForm,
    Verb.RECLASSIFY: screening.ReclassifyForm,
    Verb.REQUEST_LOWERING: screening.ReclassifyForm,
    Verb.REFER: referral.ReferForm,
    Verb.REFER_JOINT: referral.ReferJointForm,
    Verb.REQUEST_DISCLOSURE: referral.RequestDisclosureForm,
    Verb.INFORM: referral.InformForm,
    Verb.ACCEPT: referral.AcceptForm,
    Verb.RETURN: referral.ReturnForm,
    Verb.RECALL: referral.RecallForm,
    Verb.FORWARD_ON: referral.ForwardOnForm,
    Verb.HAND_UP: referral.HandUpForm,
    Verb.COMPLETE_PART: referral.CompletePartForm,
    Verb.CANCEL_PART: referral.CancelPartForm,
    Verb.RECORD_OUTSIDE: referral.RecordOutsideForm,
    Verb.RECORD_HELP: assistance.RecordHelpForm,
    Verb.START_FOLLOWING_UP: assistance.StartFollowingUpForm,
    Verb.PLAN_FOLLOWUP: assistance.PlanFollowUpForm,
    Verb.RECORD_FOLLOWUP: assistance.RecordFollowUpForm,
    Verb.CANCEL_FOLLOWUP: assistance.CancelFollowUpForm,
    Verb.ADJUST_PLAN: assistance.AdjustPlanForm,
    Verb.ASK: asking.AskForm,
    Verb.ANSWER: asking.AnswerForm,
    Verb.ACKNOWLEDGE: asking.AcknowledgeForm,
    Verb.CHANGE_CONSENT: asking.ChangeConsentForm,
    Verb.REQUEST_CLOSURE: deciding.RequestClosureForm,
    Verb.APPROVE: deciding.ApproveForm,
    Verb.REFUSE: deciding.RefuseForm,
    Verb.WITHDRAW_REQUEST: deciding.WithdrawRequestForm,
    Verb.REQUEST_MORE_TIME: deciding.MoreTimeForm,
    Verb.REOPEN: deciding.ReopenForm,
    Verb.NOTE: working.NoteForm,
    Verb.LOG_CALL: working.LogCallForm,
    Verb.ADD_FILE: facts.AddFileForm,
    Verb.CORRECT_FACTS: facts.CorrectFactsForm,
    Verb.CHANGE_CONTACT: facts.ChangeContactForm,
    Verb.REPLACE_SECRET: facts.ReplaceSecretForm,
    Verb.ASSIGN: working.AssignForm,
    Verb.URGE: working.UrgeForm,
    Verb.DISPATCH: working.DispatchForm,
    Verb.ARRIVE: working.ArriveForm,
    Verb.END_VISIT: working.EndVisitForm,
    Verb.SUBMIT_COMMITTEE: working.SubmitCommitteeForm,
    Verb.DECIDE_COMMITTEE: working.DecideCommitteeForm,
    Verb.CALL_OFF: working.CallOffForm,
    Verb.TAKE_OVER: working.TakeOverForm,
    Verb.RECUSE: working.RecuseForm,
    Verb.BREAK_GLASS: working.BreakGlassForm,
}

__all__ = ["VERB_FORMS", "VerbForm"]
