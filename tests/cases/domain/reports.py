"""Reports of mail that came back, in the shapes in which Postfix, Exim and Exchange write them (RFC 3462, 3464)."""

from __future__ import annotations

ADDRESS = "saraban@clinic.example"
"""Whom the mail was for; stands all over the reports and in no log of ours."""

_POSTFIX = """\
Return-Path: <>
Date: Sat, 28 Nov 2026 09:12:44 +0700 (+07)
From: MAILER-DAEMON@mx.klang.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: klang@klang.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Xz1Ab3Qp9z2K.1764296004/mx.klang.example"
Content-Transfer-Encoding: 8bit
Message-Id: <4Xz1Ac0Lw7z2M@mx.klang.example>

This is a MIME-encapsulated message.

--4Xz1Ab3Qp9z2K.1764296004/mx.klang.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.klang.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{address}>: host mail.clinic.example[203.0.113.7] said: 550 5.1.1
    <{address}>: Recipient address rejected: User unknown (in reply to RCPT TO command)

--4Xz1Ab3Qp9z2K.1764296004/mx.klang.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.klang.example
X-Postfix-Queue-ID: 4Xz1Ab3Qp9z2K
X-Postfix-Sender: rfc822; klang@klang.example
Arrival-Date: Sat, 28 Nov 2026 09:12:40 +0700 (+07)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.clinic.example
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: Recipient address rejected: User unknown

--4Xz1Ab3Qp9z2K.1764296004/mx.klang.example
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

Return-Path: <klang@klang.example>
Received: from klang (localhost [127.0.0.1])
\tby mx.klang.example (Postfix) with ESMTP id 4Xz1Ab3Qp9z2K
\tfor <{address}>; Sat, 28 Nov 2026 09:12:40 +0700 (+07)
Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0
Content-Transfer-Encoding: 8bit
Subject: a case was referred
From: klang@klang.example
To: {address}
Date: Sat, 28 Nov 2026 02:12:40 -0000
Message-ID: <{id}@klang.example>

words

--4Xz1Ab3Qp9z2K.1764296004/mx.klang.example--
"""

_EXIM = """\
Return-path: <>
Received: from Debian-exim by mx.klang.example with local (Exim 4.96)
\tid 1tGAbC-0004xY-1z; Sat, 28 Nov 2026 09:12:44 +0700
X-Failed-Recipients: {address}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.klang.example>
To: klang@klang.example
References: <{id}@klang.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=1764296004-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1tGAbC-0004xY-1z@mx.klang.example>
Date: Sat, 28 Nov 2026 09:12:44 +0700

--1764296004-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    Unrouteable address

--1764296004-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.klang.example

Action: {action}
Final-Recipient: rfc822;{address}
Status: {status}

--1764296004-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <klang@klang.example>
Received: from localhost ([127.0.0.1] helo=klang)
\tby mx.klang.example with esmtp (Exim 4.96)
\tid 1tGAbC-0004xX-0k
\tfor {address}; Sat, 28 Nov 2026 09:12:40 +0700
Content-Type: text/plain; charset="utf-8"
Subject: a case was referred
From: klang@klang.example
To: {address}
Message-ID: <{id}@klang.example>

words

--1764296004-eximdsn-1804289383--
"""

_EXCHANGE = """\
Received: from SG2PR01MB1234.apcprd01.prod.outlook.example by mx.klang.example; Sat, 28 Nov 2026 02:12:44 +0000
MIME-Version: 1.0
From: <postmaster@clinic.example>
To: <klang@klang.example>
Date: Sat, 28 Nov 2026 02:12:44 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="7f1b2f6e-55d0-4f0e-9b0e-0d6f7a2f9c11"
Content-Language: th-TH
Message-ID: <c0ffee00-1111-4222-8333-444455556666@SG2PR01MB1234.apcprd01.prod.outlook.example>
In-Reply-To: <{id}@klang.example>
References: <{id}@klang.example>
Subject: Undeliverable: a case was referred
Auto-Submitted: auto-replied

--7f1b2f6e-55d0-4f0e-9b0e-0d6f7a2f9c11
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="5a1c7f3a-7a3e-4d7e-8f1f-1b2c3d4e5f60"

--5a1c7f3a-7a3e-4d7e-8f1f-1b2c3d4e5f60
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to {address} couldn't be delivered.

--5a1c7f3a-7a3e-4d7e-8f1f-1b2c3d4e5f60
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><head><style>p{{}}</style></head><body><p>Your message to {address} couldn't be delivered.</p></body></html>

--5a1c7f3a-7a3e-4d7e-8f1f-1b2c3d4e5f60--

--7f1b2f6e-55d0-4f0e-9b0e-0d6f7a2f9c11
Content-Type: message/delivery-status

Reporting-MTA: dns;SG2PR01MB1234.apcprd01.prod.outlook.example
Received-From-MTA: dns;mx.klang.example
Arrival-Date: Sat, 28 Nov 2026 02:12:42 +0000

Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {address} not found by SMTP address lookup

--7f1b2f6e-55d0-4f0e-9b0e-0d6f7a2f9c11
Content-Type: text/rfc822-headers

Received: from mx.klang.example (192.0.2.5) by SG2PR01MB1234.apcprd01.prod.outlook.example
Subject: a case was referred
From: <klang@klang.example>
To: <{address}>
Message-ID: <{id}@klang.example>

--7f1b2f6e-55d0-4f0e-9b0e-0d6f7a2f9c11--
"""

SHAPES = {"postfix": _POSTFIX, "exim": _EXIM, "exchange": _EXCHANGE}


def report(shape: str, message_id: object, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """Return a report as one of the servers writes it.

    Args:
        shape: key of `SHAPES`.
        message_id: what stands before the domain in the Message-ID of the mail that came back.
        action: of its only recipient.
        status: code of RFC 3463.
    """
    return SHAPES[shape].format(address=ADDRESS, id=message_id, action=action, status=status).encode()
