"""Mails as real mail servers and mail programs send them back: name → (bytes, what they say).

Shapes are real, names are made up. What they say: kind, status, a piece of the words.
"""

OURS = "<0d9c8b7a@kunteko.example>"

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@posti.kunta.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: palautukset+abc-123@kunteko.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host posti.kunta.example.

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; posti.kunta.example
X-Postfix-Queue-ID: 4Xyz
Arrival-Date: Fri, 20 Nov 2026 12:00:00 +0200 (EET)

Final-Recipient: rfc822; maija@kunta.example
Original-Recipient: rfc822;maija@kunta.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.kunta.example
Diagnostic-Code: smtp; 550 5.1.1 <maija@kunta.example>: Recipient address
    rejected: User unknown in local recipient table

--B
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: kunteko@kunteko.example
Message-ID: <0d9c8b7a@kunteko.example>
Subject: =?utf-8?q?P=C3=A4=C3=A4t=C3=B6s?=
Auto-Submitted: auto-generated

4.7.1 in our own words says nothing
--B--
"""

EXCHANGE = """\
From: "Microsoft Outlook" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kunta.example>
To: <palautukset+abc-123@kunteko.example>
Subject: =?utf-8?B?RWkgdm9pdHUgdG9pbWl0dGFhOiBQw6TDpHTDtnM=?=
Content-Type: multipart/report; report-type=delivery-status; boundary="X"
X-MS-Exchange-Message-Is-Ndr:
X-Auto-Response-Suppress: DR, OOF, AutoReply
Auto-Submitted: auto-replied

--X
Content-Type: multipart/alternative; boundary="Y"

--Y
Content-Type: text/html; charset="utf-8"

<html><style>p {}</style><p>Viestiä maija@kunta.example ei voitu toimittaa.</p></html>
--Y--
--X
Content-Type: message/delivery-status

Reporting-MTA: dns;HE1P1234.EURP123.PROD.OUTLOOK.COM

Final-Recipient: rfc822;maija@kunta.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;
 Recipient maija@kunta.example not found by SMTP address lookup

--X--
"""

GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Subject: Delivery Status Notification (Failure)
Auto-Submitted: auto-replied
X-Failed-Recipients: kaisa@gmail.example
Content-Type: multipart/report; boundary="000"; report-type=delivery-status

--000
Content-Type: text/plain; charset="UTF-8"

** Message blocked **
--000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com

Final-Recipient: rfc822; kaisa@gmail.example
Action: failed
Status: 5.7.26
Remote-MTA: dns; gmail-smtp-in.l.google.com. (2a00:1450::1b, the server for the domain.)
Diagnostic-Code: smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.
 550 5.7.26 SPF [kunteko.example] did not pass

--000--
"""

EXIM_WORDS = """\
Return-path: <>
From: Mail Delivery System <Mailer-Daemon@palvelin.example>
To: palautukset+abc-123@kunteko.example
Auto-Submitted: auto-replied
X-Failed-Recipients: tuula@laitos.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  tuula@laitos.example
    host mx.laitos.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<tuula@laitos.example>:
    550 No such user here

------ This is a copy of the message, including all the headers. ------

From: kunteko@kunteko.example
Subject: 421 4.4.2 in our words
"""

EXIM_WARNING = """\
From: Mail Delivery System <Mailer-Daemon@palvelin.example>
Auto-Submitted: auto-replied
Subject: Warning: message 1qAbc-0001 delayed 24 hours

A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours. No action is required on your part.
"""

QMAIL = """\
From: MAILER-DAEMON@laatikko.example
To: palautukset+abc-123@kunteko.example
Subject: failure notice

Hi. This is the qmail-send program at laatikko.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<tuula@laatikko.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <palautukset+abc-123@kunteko.example>
"""

SENDMAIL_DELAY = """\
From: Mail Delivery Subsystem <MAILER-DAEMON@vanha.example>
Subject: Warning: could not send message for past 4 hours
Auto-Submitted: auto-generated (warning-timeout)
Content-Type: multipart/report; report-type=delivery-status; boundary="S/1"

--S/1

    **      THIS IS A WARNING MESSAGE ONLY      **
--S/1
Content-Type: message/delivery-status

Reporting-MTA: dns; vanha.example
Arrival-Date: Fri, 20 Nov 2026 10:00:00 +0200

Final-Recipient: RFC822; maija@kunta.example
Action: delayed
Status: 4.4.1
Last-Attempt-Date: Fri, 20 Nov 2026 14:00:00 +0200
Will-Retry-Until: Wed, 25 Nov 2026 10:00:00 +0200

--S/1--
"""

FULL = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=F

--F
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; maija@kunta.example
Action: failed (gave up)
Status: 4.2.2 (mailbox full)
Diagnostic-Code: X-Unix; maildir over quota

--F--
"""

INTERNATIONAL = """\
Content-Type: multipart/report; report-type=global-delivery-status; boundary=U

--U
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.kemijärvi.example

Final-Recipient: utf-8; päivi@kemijärvi.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 postilaatikkoa ei ole: päivi

--U--
"""

INTERNATIONAL_BASE64 = """\
Content-Type: multipart/report; report-type=global-delivery-status; boundary=U

--U
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: base64

UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlCgpGaW5hbC1SZWNpcGllbnQ6IHV0Zi04OyBw
w6RpdmlAeC5leGFtcGxlCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEK
--U--
"""

DELIVERED_ON = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=R

--R
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; maija@kunta.example
Action: relayed
Status: 2.1.9

--R--
"""

TWO_WAYS = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=R

--R
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; tiimi-a@kunta.example
Action: failed
Status: 5.1.1

Final-Recipient: rfc822; tiimi-b@kunta.example
Action: delivered
Status: 2.0.0

--R--
"""

NO_ACTION = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=R

--R
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; maija@kunta.example
Status: 5.0.0
Diagnostic-Code: smtp; 550 5.7.1 rejected by policy

--R--
"""

COMPLAINT = """\
From: <feedback@posti.example>
Subject: FW: Kuntekon uutiskirje
Content-Type: multipart/report; report-type=feedback-report; boundary="A"

--A
Content-Type: text/plain

This is an email abuse report.
--A
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <kaisa@posti.example>
Source-IP: 192.0.2.1

--A
Content-Type: message/rfc822

From: kunteko@kunteko.example
Message-ID: <0d9c8b7a@kunteko.example>
Subject: Kuntekon uutiskirje

hei
--A--
"""

NOT_JUNK = COMPLAINT.replace("Feedback-Type: abuse", "Feedback-Type: not-spam")

VACATION = """\
From: Maija =?utf-8?q?Meik=C3=A4l=C3=A4inen?= <maija@kunta.example>
Subject: =?utf-8?Q?Automaattinen_vastaus:_P=C3=A4=C3=A4t=C3=B6s_sparrauksesta?=
X-Auto-Response-Suppress: All
Auto-Submitted: auto-generated

Olen lomalla 30.11. asti. Kiireelliset asiat: 550 5.1.1 ei ole vika.
"""

# RFC 3834: with an empty return path
VACATION_EMPTY_PATH = "Return-Path: <>\n" + VACATION

VACATION_BY_SUBJECT = """\
From: Kaisa <kaisa@kunta.example>
Subject: Poissa: Tilaus

Palaan maanantaina.
"""

READ_RECEIPT = """\
From: Maija <maija@kunta.example>
Subject: Luettu: tilaus
Content-Type: multipart/report; report-type=disposition-notification; boundary=M

--M
Content-Type: message/disposition-notification

Final-Recipient: rfc822;maija@kunta.example
Disposition: automatic-action/MDN-sent-automatically; displayed

--M--
"""

OUR_OWN = f"""\
From: Kunteko <kunteko@kunteko.example>
Message-ID: {OURS}
Auto-Submitted: auto-generated
Subject: Tilaus

hei
"""

ENDLESS = "Received: by a.example; Fri, 20 Nov 2026 12:00:00 +0200\n" * 26 + "Subject: x\n\nhei\n"

HUMAN = """\
From: Maija <maija@kunta.example>
Subject: Re: Tilaus
Message-ID: <1@kunta.example>

Hei, palvelimenne antoi virheen 550 5.1.1, mitä se tarkoittaa?
"""

DAEMON_UNSURE = """\
Return-Path: <>
From: MAILER-DAEMON@outo.example
Subject: About your message

Something happened. Reference 550123 and version 5.1.
"""

SAMPLES = {
    "Postfix: no such user": (POSTFIX, "bounced", "5.1.1", "User unknown in local"),
    "Exchange Online, in Finnish": (EXCHANGE, "bounced", "5.1.10", "RecipientNotFound"),
    "Gmail: the sender is not trusted": (GMAIL, "bounced", "5.7.26", "SPF [kunteko.example]"),
    "Exim in words": (EXIM_WORDS, "bounced", "", "550 No such user here"),
    "Exim still tries": (EXIM_WARNING, "delayed", "", "delayed 24 hours"),
    "qmail": (QMAIL, "bounced", "5.1.1", "no mailbox here by that name"),
    "Sendmail: delayed": (SENDMAIL_DELAY, "delayed", "4.4.1", "4.4.1"),
    "given up on a full mailbox": (FULL, "bounced", "4.2.2", "over quota"),
    "an address with Finnish letters": (INTERNATIONAL, "bounced", "5.1.1", "päivi"),
    "the same, encoded": (INTERNATIONAL_BASE64, "bounced", "5.1.1", "5.1.1"),
    "handed on": (DELIVERED_ON, "delivered", "2.1.9", ""),
    "two recipients, one got it": (TWO_WAYS, "unclear", "", "tiimi-a@kunta.example"),
    "no action, so the status": (NO_ACTION, "bounced", "5.7.1", "rejected by policy"),
    "a complaint": (COMPLAINT, "complaint", "", "abuse"),
    "a complaint taken back": (NOT_JUNK, "unclear", "", "not-spam"),
    "on holiday, as Outlook says it": (VACATION, "auto_reply", "", "Automaattinen vastaus"),
    "on holiday, with an empty path": (VACATION_EMPTY_PATH, "auto_reply", "", "Automaattinen"),
    "on holiday, by the subject only": (VACATION_BY_SUBJECT, "auto_reply", "", "Poissa"),
    "read": (READ_RECEIPT, "auto_reply", "", "Luettu"),
    "our own mail": (OUR_OWN, "loop", "", "Tilaus"),
    "passed on without end": (ENDLESS, "loop", "", ""),
    "a person writes": (HUMAN, "unclear", "", "Re: Tilaus"),
    "a mail server says nothing clear": (DAEMON_UNSURE, "unclear", "", "About your message"),
}
