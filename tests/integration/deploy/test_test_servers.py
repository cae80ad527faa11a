"""The servers that the other tests stand on do what those tests take for granted."""

import smtplib
from email.message import EmailMessage

import pika
import pytest
from pymongo import MongoClient


def declare_and_put(url, queue, body):
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
        channel.confirm_delivery()
        properties = pika.BasicProperties(delivery_mode=2)
        channel.basic_publish("", queue, body, properties=properties)


def take(url, queue):
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        return connection.channel().basic_get(queue, auto_ack=True)[2]


def test_each_test_has_a_virtual_host_of_its_own(broker, broker_server):
    declare_and_put(broker.url, "letters", b"hello")
    assert broker.queues() == {"letters": 1}
    other = broker_server.virtual_host()
    assert broker_server.ctl("list_queues", "-p", other, "name", "--no-table-headers") == ""


def test_a_confirmed_message_survives_a_killed_broker(own_broker_server):
    url = f"amqp://guest:guest@127.0.0.1:{own_broker_server.port}/"
    declare_and_put(url, "letters", b"kept")
    own_broker_server.kill()
    own_broker_server.start()
    assert take(url, "letters") == b"kept"


def test_an_acknowledged_write_survives_a_killed_store(own_store_server):
    with MongoClient(own_store_server.url) as client:
        client.town.people.insert_many([{"n": n} for n in range(50)])
        client.town.people.insert_one({"n": 50})
    own_store_server.kill()
    own_store_server.start()
    with MongoClient(own_store_server.url) as client:
        assert client.town.people.count_documents({}) == 51


def test_a_cleared_corner_of_the_store_leaves_the_others(store, store_server):
    with MongoClient(store_server.url) as client:
        client[store.prefix + "mine"].things.insert_one({"a": 1})
        client["another"].things.insert_one({"a": 1})
        store.clear()
        names = client.list_database_names()
        assert "another" in names
        assert store.prefix + "mine" not in names


def mail_to(recipient):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@kunteko.example", recipient, "Päätös"
    mail.set_content("Hei\n")
    return mail


def test_the_mail_server_keeps_what_it_takes_and_refuses_what_it_is_told_to(smtp_sink):
    smtp_sink.refuse("gone@city.example")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as connection:
        connection.send_message(mail_to("there@city.example"))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            connection.send_message(mail_to("gone@city.example"))
        smtp_sink.refuse_all("451 4.3.0 later")
        with pytest.raises(smtplib.SMTPDataError):
            connection.send_message(mail_to("there@city.example"))
    [mail] = smtp_sink.wait_for(1)
    assert (mail.to, mail.subject, mail.text) == ("there@city.example", "Päätös", "Hei\n")
    assert smtp_sink.connections == 1
