"""Every purpose of a link is in the matrix of exactly one service, at every standing."""

import pytest

from shared.links import LIFETIMES
from tests.integration.accounts.test_links_of_every_kind import MATRIX as ACCOUNTS
from tests.integration.applications.test_links_of_every_kind import MATRIX as APPLICATIONS
from tests.integration.deeds.test_links_of_every_kind import MATRIX as DEEDS
from tests.integration.notifications.test_links_of_every_kind import MATRIX as NOTIFICATIONS
from tests.support.links import STANDINGS

MATRICES = (ACCOUNTS, APPLICATIONS, DEEDS, NOTIFICATIONS)


def test_every_purpose_is_in_the_matrix_of_exactly_one_service():
    assert sorted(purpose for matrix in MATRICES for purpose in matrix) == sorted(LIFETIMES)


@pytest.mark.parametrize(
    ("purpose", "standings"), [item for matrix in MATRICES for item in matrix.items()]
)
def test_every_standing_is_tried_or_said_never_to_be(purpose, standings):
    assert set(STANDINGS) <= set(standings), purpose
