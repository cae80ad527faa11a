"""The distributed form: separate processes, RabbitMQ, nginx. The journey passes all services."""

import re
from datetime import timedelta

import pytest

from deploy.children import ROOT
from deploy.embedded import answers_ok
from deploy.registry import SERVICES
from shared import ambient
from tests.support.compose import OURS
from tests.support.visitor import Visitor
from tests.support.waiting import until

MANAGER = "paula@kunteko.example"
CONTACT = "maija@porvoo.example"
POOL = ROOT / "services" / "experts" / "demo_experts.csv"


def finnish(days):
    day = ambient.today() + timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def link_in(mail, part):
    found = re.search(rf"https?://\S*{part}\S*", mail.text)
    assert found, f"no link with {part} in:\n{mail.text}"
    return found[0].rstrip(".,)")


def sign_in(distributed, address):
    visitor = Visitor(distributed.base_url)
    before = len(distributed.mail.to(address))
    visitor.open("/account/sign-in").submit({"email": address}, to="/account/sign-in")
    mail = distributed.mail.wait_for(before + 1, to=address, within=30)[-1]
    visitor.open(link_in(mail, "/account/sign-in/")).submit()
    return visitor


def open_round(manager):
    manager.open("/staff/rounds/new").submit(
        {
            "title_fi": "Kevään haku",
            "title_sv": "Vårens ansökan",
            "title_en": "Spring round",
            "opens_on": finnish(-1),
            "opens_time": "9.00",
            "closes_on": finnish(60),
            "closes_time": "16.00",
            "budget_days": "10",
            "days_per_organisation": "2",
        },
        to="/staff/rounds/new",
    )


def import_pool(manager):
    files = {"file": (POOL.name, POOL.read_bytes())}
    manager.open("/staff/experts/import").submit(files=files, to="/import")
    manager.submit()


def apply(applicant):
    """Through the whole form; the reference."""
    until(
        lambda: "/sparring/apply" in applicant.open("/sparring").text,
        within=30,
        what="the round opens by its timer",
    )
    applicant.open("/sparring/apply").submit({"expert": ""}, to="/sparring/apply")
    sections = [
        {
            "organisation": "Porvoon kaupunki",
            "business_id": "1061512-1",
            "unit": "Päiväkoti",
            "sector": "education",
        },
        {"name": "Maija Meri", "email": CONTACT, "phone": "040 123 4567", "language": "fi"},
        {"situation": "Uusi tilanne.", "goal": "Yhteinen tapa.", "themes": ["processes"]},
        {"management": "1", "supervisors": "2", "personnel": "9", "users": "0"},
        {
            "days": "1",
            "mode": "remote",
            "place": "Teams",
            "date": finnish(20),
            "start_time": "9.00",
        },
    ]
    for answers in sections:
        applicant.submit(answers)
    chosen = re.findall(r'name="expert"[^>]*value="([^"]+)"', applicant.text)
    chosen += re.findall(r'value="([^"]+)"[^>]*name="expert"', applicant.text)
    applicant.submit({"expert": chosen[0]}, to="/expert")
    applicant.submit(to="/check")
    return re.search(r"SP-\d+-\d+", applicant.words)[0]


def release_mails(staff, reference, count):
    """The decision and the order wait for somebody to see them."""
    one = "/staff/mails/outbox/[0-9a-f]{32}"
    for _ in range(count):
        until(
            lambda: re.search(one, staff.open(f"/staff/mails/outbox?q={reference}").text),
            within=60,
            what=f"a mail about {reference} waits",
        )
        staff.open(staff.link(one)).submit(to="/release")


@pytest.fixture(scope="module")
def ready(distributed):
    """A round and experts, put in by a manager; the staff's visitor."""
    manager = sign_in(distributed, MANAGER)
    open_round(manager)
    import_pool(manager)
    public = Visitor(distributed.base_url)
    until(
        lambda: "Lehtoranta" in public.open("/experts").text,
        within=30,
        what="the experts are on their public page",
    )
    return manager


def test_every_process_is_ready_and_shows_its_metrics(distributed):
    for service in SERVICES:
        for port in (distributed.web_ports[service.name], distributed.metrics_ports[service.name]):
            for page in ("/health/live", "/health/ready", "/metrics"):
                assert answers_ok(f"http://127.0.0.1:{port}{page}"), (service.name, page)


# those of a profile run only where they are asked for
OF_A_SERVICE = sorted(name for name in OURS if name.startswith(("web-", "worker-")))


@pytest.mark.parametrize("name", OF_A_SERVICE)
def test_the_health_check_of_each_container_passes(distributed, name):
    assert distributed.health_check(name) == 0


def test_the_watch_over_the_read_models_starts_and_shows_what_it_found(distributed):
    distributed.start_watch()
    shown = 'kunteko_read_model_drift{model="applications.experts"}'
    until(
        lambda: (
            distributed.health_check("read-models") == 0
            and shown in distributed.metrics("read-models")
        ),
        within=60,
        every=1,
        what="all read models were checked",
    )


@pytest.mark.parametrize(
    "path", ["/", "/sparring", "/experts", "/account/sign-in", "/static/app.css", "/health/ready"]
)
def test_nginx_finds_each_service(distributed, path):
    assert Visitor(distributed.base_url).open(path).status == 200


def test_the_metrics_are_not_for_the_public(distributed):
    Visitor(distributed.base_url).open("/metrics", expect=404)


def test_an_application_goes_from_form_to_accepted_order(distributed, ready):
    applicant = Visitor(distributed.base_url)
    reference = apply(applicant)
    [copy] = distributed.mail.wait_for(1, to=CONTACT, within=30)
    assert reference in copy.subject + copy.text

    ready.open(f"/staff/applications?q={reference}")
    case = "/staff/applications/" + re.search("open=([0-9a-f]{32})", ready.text)[1]
    distributed.mail.clear()
    # the mailer is down when staff decide: nothing waits for it, and nothing is lost
    distributed.kill("worker-notifications")
    ready.open(f"{case}/grant").submit({"grounds": "Ehdot täyttyvät."}, to="/grant")
    assert distributed.mail.mails == []
    distributed.start_worker("notifications")
    release_mails(ready, reference, 2)
    [decision] = distributed.mail.wait_for(1, to=CONTACT, within=60)
    assert link_in(decision, "/sparring/status/")

    orders = until(
        lambda: [mail for mail in distributed.mail.mails if "/sparring/order/" in mail.text],
        within=30,
        what="the order's mail",
    )
    expert, address = Visitor(distributed.base_url), orders[0].to
    distributed.mail.clear()
    expert.open(link_in(orders[0], "/sparring/order/")).submit(to="/accept")
    for recipient in (CONTACT, address):
        mail = distributed.mail.wait_for(1, to=recipient, within=30)[0]
        kinds = [part.get_content_type() for part in mail.message.walk()]
        assert "text/calendar" in kinds, (recipient, kinds)

    ready.open(case)
    assert CONTACT in ready.text
    assert address in ready.text
    # each mail went out once, though the mailer was killed
    subjects = [(mail.to, mail.subject) for mail in distributed.mail.mails]
    assert len(subjects) == len(set(subjects))


def test_one_correlation_id_leads_from_the_form_to_the_mail(distributed):
    """It is in the answer's header, in the sender's log and in the mailer's."""
    visitor = Visitor(distributed.base_url)
    visitor.open("/account/sign-in").submit({"email": MANAGER}, to="/account/sign-in")
    journey = visitor.correlation_id
    assert journey
    log = distributed.log("worker-notifications")
    until(lambda: journey in log.read_text(), within=30, what="the mailer's log has the id")


def test_a_killed_web_process_leaves_the_other_services_up(distributed):
    distributed.kill("web-experts")
    assert distributed.health_check("web-experts") == 1
    public = Visitor(distributed.base_url)
    public.open("/experts", expect=503)  # a page that asks to wait, by nginx
    public.open("/sparring")
    distributed.start_web("experts")
    distributed.wait_until_ready("experts")
    public.open("/experts")


def test_every_process_ends_in_order_when_asked(distributed):
    distributed.stop()
    assert {name: child.status for name, child in distributed.children.items()} == dict.fromkeys(
        distributed.children, 0
    )
