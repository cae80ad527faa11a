"""What is mailed because of the marketplace: deeds, tips, partner searches, awards."""

from __future__ import annotations

from services.notifications.handlers.queueing import MailHandler, mailing, mailing_each
from services.notifications.mails import awards as award_mails
from services.notifications.mails import deeds as deed_mails
from services.notifications.mails import partners as partner_mails
from services.notifications.mails import tips as tip_mails
from shared.contracts import awards, deeds, partners, tips
from shared.contracts.base import EventContract

HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    deeds.DeedDraftKept: [mailing(deed_mails.draft)],
    deeds.DeedHelpAsked: [mailing(deed_mails.help_asked)],
    deeds.DeedHelpGiven: [mailing(deed_mails.help_given)],
    deeds.DeedSent: [mailing(deed_mails.confirm)],
    deeds.DeedSubmitted: [mailing(deed_mails.received)],
    deeds.DeedInformationRequested: [mailing(deed_mails.more_needed)],
    deeds.DeedInformationGiven: [mailing(deed_mails.answer_received)],
    deeds.DeedPublished: [mailing(deed_mails.published)],
    deeds.DeedDeclined: [mailing(deed_mails.declined)],
    deeds.DeedChangeSubmitted: [mailing(deed_mails.update_received)],
    deeds.DeedChangeDeclined: [mailing(deed_mails.update_declined)],
    deeds.DeedTakeDownAsked: [mailing(deed_mails.take_down_asked)],
    deeds.DeedKeptUp: [mailing(deed_mails.kept_up)],
    deeds.DeedTakenDown: [mailing(deed_mails.taken_down)],
    deeds.DeedMerged: [mailing(deed_mails.merged)],
    deeds.DeedReminder: [mailing(deed_mails.reminder)],
    deeds.DeedLinkRequested: [mailing(deed_mails.fresh_link)],
    tips.TipReceived: [mailing(tip_mails.received)],
    tips.TipInvited: [mailing(tip_mails.invitation)],
    tips.TipFollowed: [mailing(tip_mails.followed)],
    partners.PartnerSearchSent: [mailing(partner_mails.confirm)],
    partners.PartnerSearchSubmitted: [mailing(partner_mails.received)],
    partners.PartnerSearchPublished: [mailing(partner_mails.published)],
    partners.PartnerSearchDeclined: [mailing(partner_mails.declined)],
    partners.PartnerSearchAnswered: [mailing(partner_mails.answered)],
    partners.PartnerSearchEnded: [mailing(partner_mails.ended)],
    partners.PartnerSearchLinkRequested: [mailing(partner_mails.fresh_link)],
    awards.JudgingOpened: [mailing_each(award_mails.jury_invitations)],
    awards.JurorInvited: [mailing(award_mails.jury_invitation)],
    awards.JuryReminded: [mailing_each(award_mails.jury_reminders)],
    awards.JuryLinkRequested: [mailing(award_mails.fresh_link)],
    awards.AwardDecided: [mailing_each(award_mails.won)],
}
