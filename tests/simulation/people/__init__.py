"""Random people who do random things, wrong ones and repeated ones among them.

Each does what the page or the link behind it does: it reads what is there and calls the use-case.
"""

from tests.simulation.people import applications, deeds, mails, market

PEOPLE = {**applications.PEOPLE, **mails.PEOPLE, **deeds.PEOPLE, **market.PEOPLE}

# who comes, one after the other, before a run that begins with a programme under way
BEFORE = (*applications.BEFORE, *mails.BEFORE, *deeds.BEFORE, *market.BEFORE)
