"""Why a mail did not arrive and what came back, in words that need no knowledge of mail servers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

# cause (see `diagnosis`) → (what happened and whose doing it is, what to do)
CAUSES: dict[str, tuple[Any, Any]] = {
    "no_mailbox": (
        _l("There is no such mailbox. The address is most likely mistyped, or has been closed."),
        _l("Check the address, if need be by telephone, and correct it."),
    ),
    "no_domain": (
        _l("There is no such mail domain: what stands after the @ is wrong, or takes no mail."),
        _l("Check the part after the @ letter by letter, and correct the address."),
    ),
    "closed": (
        _l("The recipient's mailbox has been closed or is not in use."),
        _l("Ask the organisation for an address that is read, and correct it."),
    ),
    "full": (
        _l("The recipient's mailbox is full. The address is right."),
        _l("Call the recipient, and send the mail again once there is room."),
    ),
    "too_large": (
        _l("The mail is too large for the recipient's mail server."),
        _l("Tell the recipient by telephone. Sending it again as it is does not help."),
    ),
    "policy": (
        _l("The recipient's mail server does not let the mail in: its filter took it for junk."),
        _l("Ask the recipient's IT support to let our mails in, then send it again."),
    ),
    "blocklist": (
        _l("Our mail server is on a list of junk mail senders. The recipient is not at fault."),
        _l("Tell our own IT support at once: other mails are in danger too. Then send it again."),
    ),
    "sender_checks": (
        _l("The recipient's mail server does not trust our sender (SPF, DKIM or DMARC)."),
        _l("Tell our own IT support the words below. Send the mail again once it is mended."),
    ),
    "our_server": (
        _l("Our own mail server does not pass our mails on. The recipient is not at fault."),
        _l("Tell our own IT support the words below. Then send the mail again."),
    ),
    "no_server": (
        _l("There was no connection to our mail server. The recipient is not at fault."),
        _l("If it goes on for more than half an hour, tell our own IT support."),
    ),
    "greylisted": (
        _l("The recipient's mail server lets mails from new senders wait a while. This is usual."),
        _l("Nothing: the mail goes by itself in a while."),
    ),
    "busy": (
        _l("The recipient's mail server could not take the mail just then."),
        _l("Nothing while it is still tried. If it has failed, send it again later."),
    ),
    "too_many": (
        _l("The recipient's mail server got more mails from us at a time than it takes."),
        _l("Nothing while it is still tried. If it has failed, send it again later."),
    ),
    "tls": (
        _l("The mail servers could not agree on an encrypted connection."),
        _l("Tell our own IT support the words below. Then send the mail again."),
    ),
    "loop": (
        _l("The mail went round in circles: the recipient's mail is forwarded wrongly."),
        _l("Ask the recipient's IT support to look at the forwarding, or correct the address."),
    ),
    "gave_up": (
        _l("The recipient's mail server could not be reached for days."),
        _l("Check the part after the @. If it is right, call, and send the mail again later."),
    ),
    "too_late": (
        _l("It was too late to send the mail: what it says would no longer have been of use."),
        _l("Look at the case. If the recipient still needs to know, call."),
    ),
    "unwritable": (
        _l("No mail can be sent to the address as it is written."),
        _l("Correct the address."),
    ),
    "lost": (
        _l("The connection broke just as the mail was handed over. It may have arrived."),
        _l("Nothing while it is still tried: a second copy is shown to the recipient only once."),
    ),
    "refused": (
        _l("The recipient's mail server refused the mail for good and gave no common reason."),
        _l("Check the address. If it is right, call the recipient and tell the words below."),
    ),
    "unknown": (
        _l("The other side did not say why in a way that we know."),
        _l("Read its words below. Check the address, and call the recipient if in doubt."),
    ),
}

# verdict → (name, kind of tag)
VERDICTS: dict[str, tuple[Any, str]] = {
    "": (_l("Not read yet"), "neutral"),
    "bounced": (_l("Did not arrive"), "danger"),
    "delayed": (_l("Delayed"), "warning"),
    "delivered": (_l("Arrived"), "success"),
    "auto_reply": (_l("Automatic answer"), "info"),
    "complaint": (_l("Called junk"), "warning"),
    "loop": (_l("Our own mail came back"), "warning"),
    "unclear": (_l("To be read by somebody"), "warning"),
    "foreign": (_l("About no mail of ours"), "neutral"),
}

MEANINGS: dict[str, Any] = {
    "": _l("It is read within a minute."),
    "bounced": _l("A mail server tells that the mail could not be delivered."),
    "delayed": _l("A mail server tells that it still tries. Nothing has to be done yet."),
    "delivered": _l("A mail server tells that the mail has arrived or was passed on."),
    "auto_reply": _l("The mail arrived: a machine answered, for example “out of office”."),
    "complaint": _l("The recipient told their mail service that the mail is junk."),
    "loop": _l("A forwarding sent our own mail back to us. The recipient may not have got it."),
    "unclear": _l("It could not be understood by itself. Read it, and decide what to do."),
    "foreign": _l("It came to an address of ours whose mail is not known here any more."),
}
