"""Cases of the first edition stand as the second one would have them: stage, what waits, duties with numbers, grants.

A stage says how far the work is; "referred", "waiting for an answer" and "closure requested" were states and become rows
that wait. Nobody wins or loses time: running deadlines keep theirs.
"""

import datetime as dt
import uuid

from django.db import migrations
from django.utils import timezone

from portal.triggers import changing_history

STAGES = {'received': 'received', 'screened': 'screened', 'in_progress': 'working', 'awaiting_info': 'working', 'following_up': 'following_up', 'closed': 'closed'}
VERBS = {
    'accept_joint': 'accept', 'return_joint': 'return', 'recall_joint': 'recall', 'escalate': 'hand_up',
    'complete_joint': 'complete_part', 'approve_closure': 'approve', 'refuse_closure': 'refuse',
    'resume': 'question_end', 'recount': 'follow_calendar',
}
KINDS = {'first_forward': 'forward', 'acknowledge': 'ack', 'follow_up': 'follow', 'closure_approval': 'approve', 'await_answer': 'question'}
FUNCTIONS = {'forward': 'intake', 'reroute': 'intake', 'ack': 'intake', 'approve': 'supervise'}
CRISES = ('unready_pregnancy', 'human_trafficking', 'child_labor', 'violence')
LEADS = {'unready_pregnancy': 'hospital', 'human_trafficking': 'police_station', 'child_labor': 'labor_protection_office', 'violence': 'provincial_social_office'}
LOCAL = ('pao', 'city_municipality', 'town_municipality', 'subdistrict_municipality', 'tao', 'bma', 'pattaya')
CASE_WORK = ('intake', 'work', 'supervise', 'deputy')
DAY = dt.timedelta(days=1)
BANGKOK = dt.timezone(dt.timedelta(hours=7))


def convert(apps, schema_editor):
    """Convert one case after the other."""
    models = {name: apps.get_model('cases', name) for name in ('Case', 'CaseEvent', 'CaseNote', 'Duty', 'Referral', 'FollowUp', 'Question', 'Approval', 'Grant', 'RegisterEntry', 'AssistanceRecord', 'RiskAssessment', 'PolicyClock')}
    for old, new in KINDS.items():
        models['PolicyClock'].objects.filter(kind=old).update(kind=new)
    models['CaseNote'].objects.exclude(event__visibility='internal').update(readers='shared')
    offices = _Offices(apps)
    for case in models['Case'].objects.order_by('pk').iterator(chunk_size=500):
        _Conversion(models, offices, case).run()
    if schema_editor.connection.vendor == 'postgresql':
        # Checks that wait for the end of the transaction would forbid the changes of the tables that follow.
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class _Offices:
    """The organizations as they are today; only what the conversion asks."""

    def __init__(self, apps):
        model = {name: apps.get_model('organizations', name)._base_manager for name in ('Organization', 'RoutingRule', 'ServiceArea')}
        self.all = {row.pk: row for row in model['Organization'].all()}
        self.rules = {(row.problem, row.province_code): row.organization_id for row in model['RoutingRule'].all()}
        self.areas = {}
        for area in model['ServiceArea'].all():
            self.areas.setdefault(area.subdistrict_code, set()).add(area.organization_id)
        today = timezone.now().astimezone(BANGKOK).date()
        functions = apps.get_model('accounts', 'AppointmentFunction')._base_manager
        held = functions.filter(appointment__user__is_active=True, appointment__valid_from__lte=today).exclude(appointment__valid_until__lt=today)
        self.people = {}
        for organization, user, function in held.values_list('appointment__organization', 'appointment__user', 'function'):
            self.people.setdefault(organization, {}).setdefault(user, set()).add(function)

    def is_active(self, pk):
        return self.all[pk].is_active

    def is_local(self, pk):
        return self.all[pk].type in LOCAL

    def can_act(self, pk):
        return self.is_active(pk) and any(functions & set(CASE_WORK) for functions in self.people.get(pk, {}).values())

    def decides(self, pk, requester):
        """Whether somebody else there decides on what a person asks for."""
        return self.is_active(pk) and any(functions & {'supervise', 'deputy'} for user, functions in self.people.get(pk, {}).items() if user != requester)

    def center(self, case):
        centers = [row for row in self.all.values() if row.type == 'center' and row.is_active]
        served = self.areas.get(case.subdistrict_code, ())
        near = (
            [row for row in centers if row.pk in served]
            or [row for row in centers if case.district_code and row.district_code == case.district_code]
            or [row for row in centers if case.province_code and row.province_code == case.province_code]
            or centers
        )
        return min(near, key=lambda row: (row.district_code, row.pk)).pk if near else None

    def lead(self, case):
        """Who leads a crisis in the province of a case."""
        pk, seen = self.rules.get((case.problem, case.province_code)), set()
        while pk is not None and not self.is_active(pk) and pk not in seen:
            seen.add(pk)
            pk = self.all[pk].successor_id
        if pk is not None and self.is_active(pk):
            return pk
        kind = LEADS.get(case.problem)
        found = [row.pk for row in self.all.values() if row.is_active and row.type == kind and row.province_code == case.province_code]
        return found[0] if len(found) == 1 else None

    def left_out(self, case):
        """Who learns nothing of a case because the reporter asked so."""
        if not case.avoid_local:
            return []
        served = {pk for pk in self.areas.get(case.subdistrict_code, ()) if self.is_active(pk) and self.is_local(pk)}
        kind = 'bma' if case.province_code == '10' else 'pao'
        found = served or {row.pk for row in self.all.values() if row.is_active and row.type == kind and row.province_code == case.province_code}
        if case.proposed_organization_id and self.is_local(case.proposed_organization_id):
            found.add(case.proposed_organization_id)
        return sorted(found - {case.holder_id})


class _Conversion:
    """One case."""

    def __init__(self, models, offices, case):
        self.models, self.offices, self.case, self.number = models, offices, case, 0
        self.now = timezone.now()

    def rows(self, name, **conditions):
        # The manager of a model in a migration is a plain one: the history may be written here.
        return self.models[name]._base_manager.filter(case=self.case, **conditions).order_by('pk')

    def next(self):
        self.number += 1
        return self.number

    def run(self):
        state = self.case.stage
        self.events()
        referrals = list(self.rows('Referral'))
        for row in referrals:
            row.number = self.next()
            row.handed_up = row.reason == 'beyond_capacity'
            if state == 'closed' and row.state in ('sent', 'accepted'):
                row.state = 'done' if row.state == 'accepted' else 'noted' if row.mode == 'info' else 'recalled'
            row.save(update_fields=['number', 'handed_up', 'state'])
        for row in self.rows('FollowUp'):
            # What was found has led to a new plan already; closing has ended what was open without a finding.
            row.number, row.used = self.next(), bool(row.done_at)
            row.state = ('recorded' if row.finding else 'withdrawn') if row.done_at else 'open'
            if state == 'closed' and row.state == 'open':
                row.state = 'withdrawn'
            row.save(update_fields=['number', 'state', 'used'])
        self.facts()
        question = self.question(state)
        approval = self.approval(state)
        self.duties({row.pk: row for row in referrals}, question, approval)
        if self.case.stage != 'closed':
            self.drive(referrals, question)
        self.grants(referrals, approval)
        self.case.save()
        self.tell()

    def events(self):
        """Give every event its stages, its verb and a name of its own."""
        stage = 'received'
        for event in self.rows('CaseEvent').order_by('sequence'):
            before = stage
            if event.to_stage in STAGES:
                stage = STAGES[event.to_stage]
            changed = [{'kind': KINDS.get(one['kind'], one['kind']), 'was': one['was'], 'due': one['due']} for one in event.clocks.get('changed', []) if 'was' in one]
            self.models['CaseEvent']._base_manager.filter(pk=event.pk).update(
                from_stage=before if event.from_stage else '',
                to_stage=stage,
                verb=VERBS.get(event.verb, event.verb),
                identity=str(uuid.uuid4()),
                changes={**event.changes, **({'dues': changed} if changed else {})},
            )
        self.case.stage = stage
        last = self.rows('CaseEvent').order_by('-sequence').first()
        self.case.base = last.identity if last else str(uuid.uuid4())

    def facts(self):
        case = self.case
        crisis = case.problem in CRISES
        case.helped = self.rows('AssistanceRecord').exists()
        case.risk_assessed = self.rows('RiskAssessment').exists()
        case.worked_on = case.stage in ('working', 'following_up') or case.helped or self.rows('Duty', kind='act', referral__isnull=True).exists()
        case.crisis_since = case.received_at if crisis else None
        case.excluded = self.offices.left_out(case)
        case.led = crisis and case.stage in ('working', 'following_up', 'closed') and case.holder_id == self.leader()

    def leader(self):
        """Whose acceptance ends the 24 hours: the lead agency, or the center where there is none."""
        lead = self.offices.lead(self.case)
        return lead if lead is not None and lead not in self.case.excluded else self.offices.center(self.case)

    def question(self, state):
        """What was asked is a question. The last one waits where the case did, and its time stands still."""
        waiting, asked = None, None
        for event in self.rows('CaseEvent', verb__in=['ask', 'answer', 'question_end']).order_by('sequence'):
            if event.verb == 'ask':
                asked = event
            elif asked is not None:
                self.asked(asked, state='answered' if event.verb == 'answer' else 'expired', until=event.at, paused=event.at - asked.at)
                asked = None
        if state == 'awaiting_info':
            clock = self.rows('Duty', kind='await_answer', ended_at__isnull=True).first()
            worked = self.rows('Duty', kind='act', referral__isnull=True).order_by('-ended_at').first()
            at = asked.at if asked else clock.started_at if clock else self.now
            until = clock.due_at if clock else at + 15 * DAY
            waiting = self.asked(asked, at=at, state='open', until=until, rest=max(worked.due_at - at, dt.timedelta()) if worked else 7 * DAY)
        return waiting

    def asked(self, event, *, state, until, at=None, paused=dt.timedelta(), rest=dt.timedelta()):
        note = self.models['CaseNote'].objects.filter(event=event).first() if event else None
        return self.models['Question'].objects.create(
            case=self.case, number=self.next(), state=state, organization_id=event.holder_id if event else self.case.holder_id,
            asked_at=at or event.at, until=until, pausing=True, rest=rest, paused=paused, text=note.text if note else '',
        )

    def approval(self, state):
        """The closure was asked for: that is a decision that waits, and the work goes on beside it."""
        case = self.case
        if state != 'closure_requested':
            return None
        asked = self.rows('CaseEvent', verb='request_closure').order_by('-sequence').first()
        requester = case.closure_requested_by_id or (asked.user_id if asked else None)
        terms = {name: value for name, value in (('reason', case.closure_reason), ('outcome', case.outcome)) if value}
        case.closure_reason = case.outcome = ''
        if requester is None:
            return None
        center = self.offices.center(case)
        # Nobody decides on their own request: where nobody else can, the center does.
        elsewhere = not self.offices.decides(case.holder_id, requester) and center is not None and center not in case.excluded
        return self.models['Approval'].objects.create(
            case=case, number=self.next(), state='open', subject='close', organization_id=center if elsewhere else case.holder_id,
            requester_id=requester, requesting_id=case.holder_id, terms=terms,
        )

    def duties(self, referrals, question, approval):
        open_dates = list(self.rows('FollowUp', state='open'))
        act_due, forward_due = {}, {}
        for duty in self.rows('Duty'):
            asked = referrals.get(duty.referral_id)
            duty.kind = KINDS.get(duty.kind, duty.kind)
            if duty.kind == 'act' and asked is not None:
                duty.kind = 'part'
            running = duty.ended_at is None
            waiting = asked
            if running and duty.kind in ('question', 'approve', 'follow'):
                waiting = {'question': question, 'approve': approval, 'follow': open_dates.pop(0) if duty.kind == 'follow' and open_dates else None}[duty.kind]
            duty.number = self.next()
            duty.chain, duty.made_at, duty.waiting = duty.number, duty.started_at, waiting.number if waiting else 0
            duty.function = FUNCTIONS.get(duty.kind, 'work')
            duty.how = '' if running else 'done'
            if running and duty.kind == 'approve' and approval is not None:
                duty.organization_id = approval.organization_id
            if running and duty.kind in ('question', 'approve', 'follow') and waiting is None:
                duty.ended_at, duty.how = self.now, 'withdrawn'
            duty.save()
            if not running and duty.kind == 'act':
                act_due[str(duty.organization_id)] = duty.due_at.isoformat()
            if not running and duty.kind in ('forward', 'reroute'):
                forward_due[str(duty.organization_id)] = duty.due_at.isoformat()
        # By when each had to act: whoever gets the case back goes on with it.
        self.case.act_due, self.case.forward_due = act_due, forward_due
        if self.case.stage != 'closed':
            for row in open_dates:
                # The date was set; the deadline of it had been stopped by a referral or by asking for the closure.
                due = dt.datetime.combine(row.due_on, dt.time(16, 30), tzinfo=BANGKOK).astimezone(dt.UTC)
                self.start('follow', due, organization=row.organization_id, waiting=row.number)

    def start(self, kind, due, started=None, *, chain=None, organization=None, waiting=0, basis='moved'):
        number = self.next()
        self.models['Duty'].objects.create(
            case=self.case, number=number, chain=chain or number, kind=kind, organization_id=organization or self.case.holder_id, waiting=waiting,
            function=FUNCTIONS.get(kind, 'work'), started_at=started or self.now, due_at=due, made_at=self.now, source='center', basis=basis,
        )

    def drive(self, referrals, question):
        """Every open case has a duty that drives it; a crisis that nobody with the right to has accepted, the 24 hours."""
        case = self.case
        running = set(self.rows('Duty', ended_at__isnull=True).filter(waiting=0).values_list('kind', flat=True))
        pending = any(row.mode == 'handover' and row.state == 'sent' for row in referrals)
        first = self.rows('Duty', kind='forward').first()
        due = first.due_at if first else case.received_at + DAY
        chain = first.chain if first else None
        if case.problem in CRISES and not case.led and not running & {'forward', 'reroute'}:
            self.start('forward', due, first.started_at if first else case.received_at, chain=chain)
        elif case.stage in ('received', 'screened') and not pending and not running & {'forward', 'reroute', 'act'}:
            self.start('reroute', self.now + DAY)
        if case.stage == 'working' and question is None and 'act' not in running:
            last = self.rows('Duty', kind='act', waiting=0).order_by('-due_at').first()
            self.start('act', last.due_at if last else self.now + 7 * DAY, last.started_at if last else None, chain=last.chain if last else None, basis='back')
        if case.stage == 'following_up' and not self.rows('Duty', ended_at__isnull=True, kind__in=['follow', 'act', 'decide']).exists():
            self.start('decide', self.now + DAY)
        self.start('tell', self.now + 15 * DAY)

    def grant(self, organization, scope, reason, waiting=0, since=None):
        if not self.offices.is_active(organization) or (organization in self.case.excluded and reason != 'holder'):
            return
        self.models['Grant'].objects.create(case=self.case, number=self.next(), organization_id=organization, scope=scope, reason=reason, waiting=waiting, since=since or self.now)

    def grants(self, referrals, approval):
        case = self.case
        since = case.received_at
        for event in self.rows('CaseEvent').order_by('-sequence'):
            if event.holder_id != case.holder_id:
                break
            since = event.at
        self.grant(case.holder_id, 5, 'holder', since=since)
        reading = {case.holder_id}
        for row in referrals:
            if case.stage == 'closed' or row.target_id == case.holder_id:
                continue
            if row.state == 'sent' and row.mode != 'info':
                self.grant(row.target_id, 4, 'asked', row.number, row.sent_at)
            elif row.state == 'accepted' and row.mode == 'joint':
                self.grant(row.target_id, 3, 'joint', row.number, row.answered_at or row.sent_at)
            elif row.state == 'sent':
                self.grant(row.target_id, 2, 'told', row.number, row.sent_at)
            else:
                continue
            reading.add(row.target_id)
        if approval is not None and approval.organization_id != case.holder_id:
            self.grant(approval.organization_id, 5, 'approval', approval.number)
        center = self.offices.center(case)
        if case.stage != 'closed' and center is not None and center not in reading and self.offices.is_local(case.holder_id):
            self.grant(center, 2, 'coordinates')
        knew = {row.sender_id for row in referrals} | set(self.rows('RegisterEntry').values_list('organization', flat=True))
        for organization in sorted(knew - reading):
            self.grant(organization, 2, 'was_holder')

    def tell(self):
        """Let the last event of the first edition tell how the case stands: the history gives the case from there on."""
        last = self.rows('CaseEvent').order_by('-sequence').first()
        if last is None:
            return
        case = self.models['Case']._base_manager.get(pk=self.case.pk)
        plain = ('stage', 'problem', 'severity', 'confidentiality', 'consent', 'excluded', 'base', 'helped', 'risk_assessed', 'led', 'worked_on', 'act_due', 'forward_due')
        facts = [('holder', case.holder_id), *((name, getattr(case, name)) for name in plain)]
        facts += [(name, _text(getattr(case, name))) for name in ('received_at', 'crisis_since', 'closed_at')]
        effects = [[name, value] for name, value in facts]
        for row in self.rows('Referral'):
            effects.append(['referral', {'number': row.number, 'state': row.state, 'organization': row.target_id, 'kind': row.mode, 'sender': row.sender_id, 'parent': row.parent.number if row.parent_id else 0, 'ground': row.consent, 'binding': row.binding, 'outside': row.outside, 'handed_up': row.handed_up}])
        for row in self.rows('FollowUp'):
            effects.append(['follow_up', {'number': row.number, 'state': row.state, 'organization': row.organization_id, 'used': row.used}])
        for row in self.rows('Question'):
            effects.append(['question', {'number': row.number, 'state': row.state, 'organization': row.organization_id, 'asked_at': _text(row.asked_at), 'until': _text(row.until), 'pausing': row.pausing, 'rest': row.rest.total_seconds(), 'paused': row.paused.total_seconds()}])
        for row in self.rows('Approval'):
            effects.append(['approval', {'number': row.number, 'state': row.state, 'organization': row.organization_id, 'subject': row.subject, 'requester': row.requester_id, 'requesting': row.requesting_id, 'about': row.about, 'terms': row.terms, 'disputed': row.disputed}])
        for row in self.rows('Duty'):
            effects.append(['duty', {'number': row.number, 'kind': row.kind, 'organization': row.organization_id, 'function': row.function, 'started': _text(row.started_at), 'due': _text(row.due_at), 'made': _text(row.made_at), 'waiting': row.waiting, 'chain': row.chain, 'basis': row.basis, 'person': row.person_id, 'ended': _text(row.ended_at), 'how': row.how or None}])
        for row in self.rows('Grant'):
            effects.append(['grant', {'number': row.number, 'organization': row.organization_id, 'scope': row.scope, 'reason': row.reason, 'since': _text(row.since), 'waiting': row.waiting, 'until': _text(row.until)}])
        self.models['CaseEvent']._base_manager.filter(pk=last.pk).update(effects=effects)


def _text(moment):
    return moment.isoformat() if moment is not None else None


class Migration(migrations.Migration):
    dependencies = [('cases', '0010_rows_that_wait')]
    operations = changing_history('cases_caseevent', migrations.RunPython(convert, migrations.RunPython.noop))
