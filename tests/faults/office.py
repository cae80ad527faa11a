"""The office at work, through the JSON API."""

from tests.faults.person import Program
from tests.integration.deploy.test_distributed import finnish
from tests.support.distributed import token_of


class Office(Program):
    """Asks for more, grants, rejects; lets the mails of its decisions go."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic.system, name, seed, token_of("robot"))
        self.traffic = traffic

    def go_on(self):
        _status, queue = self.persist(self.ask, "/api/v1/applications?tab=decide")
        for application in queue["items"]:
            self.decide(application)
            self.persist(self.release_mails)

    def decide(self, application):
        number = int(application["reference"].rpartition("-")[2])
        if number % 5 == 0:
            self.reject(application)
        elif number % 5 == 1 and not application["request"]:
            asked = {"sections": ["need"], "message": "Kertokaa lisää.", "answer_by": finnish(20)}
            self.act(application, "ask-more", asked, expected="returned")
        else:
            self.grant(application)

    def grant(self, application):
        day = application["day"]
        body = {
            "days": 1,
            "expert": application["expert"]["id"],
            "date": day["date"],
            "start_time": day["start_time"],
            "grounds": "Ehdot täyttyvät.",
        }
        if not self.act(application, "grant", body, expected="ordered"):
            self.reject(application)  # the budget, or the organisation's days, are used

    def reject(self, application):
        self.act(application, "reject", {"grounds": "Päivät on jaettu."}, expected="rejected")

    def act(self, application, step, body, *, expected):
        """Whether it was done. The same key again, the same step."""
        version, case = application["version"], application["id"]
        address = f"/api/v1/applications/{case}/{step}"
        key = f"{step} {case} {version}"
        ask = lambda: self.ask(address, {**body, "version": version}, key=key)  # noqa: E731
        status, answer = self.persist(ask)
        if status == 200:
            self.traffic.confirm(expected, application["reference"], answer["version"])
            return True
        assert status == 409, f"{status} for {step}: {answer}"
        return False

    def release_mails(self):
        """All that waits. One released a moment ago, its answer lost, waits no more."""
        page = 1
        while True:
            _status, found = self.ask(f"/api/v1/mails/outbox?page={page}")
            for mail in found["mails"]:
                self.release(mail)
            if page >= found["pages"]:
                return
            page += 1

    def release(self, mail):
        address = f"/api/v1/mails/outbox/{mail['id']}/release?version={mail['version']}"
        status, answer = self.ask(address, {})
        if status == 409 and "changes" in answer:  # the case went on; it is right all the same
            status, answer = self.ask(
                address, {"seen": [change["event_id"] for change in answer["changes"]]}
            )
        assert status in (200, 409), f"{status}: {answer}"
