"""Somebody at a browser inside the test: signed in by role, or anybody."""

import re

from shared.roles import Role
from shared.web.session import KEY

PEOPLE = {
    Role.STAFF: ("Ville Virkailija", "ville@kunteko.example"),
    Role.MANAGER: ("Paula Päällikkö", "paula@kunteko.example"),
    Role.AUDITOR: ("Aino Auditoija", "aino@kunteko.example"),
    Role.EXPERT: ("Essi Ekspertti", "essi@experts.example"),
}


class Desk:
    """Keeps cookies, posts the form that the page shows. Without a role: a reader."""

    def __init__(self, app, *roles, language="en"):
        self.client = app.test_client()
        if roles:
            _name, email = PEOPLE[roles[0]]
            with self.client.session_transaction() as session:
                session[KEY] = {"email": email}
        self.client.set_cookie("lang", language)

    def get(self, path, **kwargs):
        return self.client.get(path, **kwargs)

    def hidden(self, path):
        """Hidden fields of the page's form, as a browser would send them back."""
        return hidden_fields(self.get(path).text)

    def post(self, path, hidden=None, *, follow=True, **fields):
        kept = self.hidden(path) if hidden is None else hidden
        return self.client.post(path, data={**kept, **fields}, follow_redirects=follow)


def hidden_fields(page):
    form = page[page.index("<main") :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return dict(found)
