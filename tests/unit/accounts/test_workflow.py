"""The table of a sign-in: every action, state and role."""

import pytest

from services.accounts.workflow import SIGN_IN
from shared.errors import NotPermitted, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW

# who signs in may ask and use; a known address asks, an unknown one is only counted; the clock
# ends what nobody used; nothing comes after used, expired or ignored
ALLOWED = {
    ("request", NEW): ({Role.STAFF, Role.MANAGER, Role.AUDITOR}, "requested"),
    ("ignore", NEW): ({Role.SYSTEM}, "ignored"),
    ("use", "requested"): ({Role.STAFF, Role.MANAGER, Role.AUDITOR}, "used"),
    ("expire", "requested"): ({Role.SYSTEM}, "expired"),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", [NEW, *SIGN_IN.states])
@pytest.mark.parametrize("action", SIGN_IN.actions)
def test_who_may_do_what_in_which_state(action, state, role):
    roles, target = ALLOWED.get((action, state), (set(), None))
    if role in roles:
        assert SIGN_IN.decide(action, state, [role]).to_state(state) == target
    else:
        with pytest.raises((NotPermitted, TransitionNotAllowed)):
            SIGN_IN.decide(action, state, [role])
