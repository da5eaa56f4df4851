"""Readers' notices of errors: taken with a ticket, refused field by field, limited, and without a trace of who wrote them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client

from conflictmap.api.notices import LEAST_SECONDS, MOST_SECONDS, SALT, client_of
from conflictmap.models import AppendOnlyError, Notice
from conflictmap.pipeline.notices import decide_notice, file_notice

from .conftest import Cast, make_theatre

ADDRESS = "/api/v1/notices/"
TEXT = "The town was taken a day later, on the fourth."


class OfThen(TimestampSigner):
    """Signs as the site did so many seconds ago."""

    def __init__(self, age: float, salt: str = SALT) -> None:
        super().__init__(salt=salt)
        self.age = age

    def timestamp(self) -> str:
        return b62_encode(int(time.time() - self.age))


def ticket(age: float = 10, name: str = "one") -> str:
    return OfThen(age).sign(name)


def notice(**changes: Any) -> dict[str, Any]:
    return {"theatre": "two-banks", "place": "alder", "text": TEXT, "ticket": ticket(), **changes}


def send(client: Client, sent: Any, **extra: Any) -> Any:
    return client.post(ADDRESS, json.dumps(sent), content_type="application/json", **extra)


def faults(response: Any) -> set[str]:
    """The fields that a refusal names."""
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    return {error["field"] for error in body["errors"]} if "errors" in body else {body["field"]}


def test_a_notice_about_a_claim_is_kept_as_it_was_sent(reader: Client, two_banks: Cast):
    claim = two_banks.claims["alder-falls"]
    sent = notice(
        claim=str(claim.pk), source_url="https://news.example/4", view="date=2031-03-03&known=then&place=alder"
    )
    response = send(reader, sent)
    assert (response.status_code, response.json()) == (201, {"filed": True})
    kept = Notice.objects.get()
    assert (kept.theatre, kept.place, kept.claim) == (two_banks.theatre, two_banks.places["alder"], claim)
    assert (kept.text, kept.source_url, kept.view) == (TEXT, sent["source_url"], sent["view"])
    assert (kept.status, kept.decided_by, kept.note) == ("new", None, "")


def test_the_ticket_that_is_given_out_is_good_once_it_is_old_enough(reader: Client, two_banks: Cast):
    response = reader.get(ADDRESS)
    assert response["Cache-Control"] == "no-store"
    given = response.json()
    assert given["seconds"] == LEAST_SECONDS
    assert faults(send(reader, notice(ticket=given["ticket"]))) == {"ticket"}
    assert reader.get(ADDRESS).json()["ticket"] != given["ticket"]
    assert send(reader, notice(ticket=ticket(LEAST_SECONDS + 1))).status_code == 201


WRONG = {
    "too young": lambda: ticket(0),
    "too old": lambda: ticket(MOST_SECONDS + 60),
    "another's": lambda: OfThen(10, salt="another").sign("one"),
    "none": lambda: "x",
    "cut": lambda: ticket()[:-1],
}


@pytest.mark.parametrize("which", WRONG)
def test_a_ticket_too_young_too_old_or_forged_is_refused(reader: Client, two_banks: Cast, which: str):
    wrong = WRONG[which]()
    assert faults(send(reader, notice(ticket=wrong))) == {"ticket"}
    assert not Notice.objects.exists()


def test_a_ticket_is_good_for_one_notice_but_not_spent_by_a_refused_one(reader: Client, two_banks: Cast):
    assert faults(send(reader, notice(source_url="ftp://x"))) == {"source_url"}
    assert send(reader, notice()).status_code == 201
    assert faults(send(reader, notice())) == {"ticket"}
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "short"}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": f"{TEXT}\x00"}, "text"),
        ({"text": f"{TEXT}\ud800"}, "text"),
        ({"text": f"{TEXT} http://a.example http://b.example www.c.example"}, "text"),
        ({"text": None}, "text"),
        ({"text": ["x"]}, "text"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_url": "no address"}, "source_url"),
        ({"source_url": "https://x.example/" + "x" * 1000}, "source_url"),
        ({"theatre": "atlantis"}, "theatre"),
        ({"theatre": "<b>"}, "theatre"),
        ({"place": "atlantis"}, "place"),
        ({"claim": "no id"}, "claim"),
        ({"claim": "00000000-0000-0000-0000-000000000000"}, "claim"),
        ({"view": "date=<script>"}, "view"),
        ({"view": "x" * 301}, "view"),
        ({"ticket": ""}, "ticket"),
    ],
)
def test_what_cannot_be_used_is_named(reader: Client, two_banks: Cast, changes: dict[str, Any], field: str):
    assert faults(send(reader, notice(**changes))) == {field}
    assert not Notice.objects.exists()


def test_every_field_at_fault_is_named_at_once(reader: Client, two_banks: Cast):
    assert faults(send(reader, {})) == {"theatre", "place", "text", "ticket"}


@pytest.mark.parametrize("body", ["", "[", "[]", '"x"', "null", "[" * 15_000])
def test_what_is_no_notice_is_refused_without_a_crash(reader: Client, two_banks: Cast, body: str):
    assert reader.post(ADDRESS, body, content_type="application/json").status_code == 400


def test_too_much_is_refused_before_it_is_read(reader: Client, two_banks: Cast):
    assert send(reader, notice(text="x" * 30_000)).status_code == 413


def test_a_form_of_another_page_cannot_send_one(reader: Client, two_banks: Cast):
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        response = reader.post(ADDRESS, json.dumps(notice()), content_type=kind)
        assert response.status_code == 415
    assert not Notice.objects.exists()


def test_a_claim_or_place_of_another_theatre_is_refused(reader: Client, two_banks: Cast):
    make_theatre("elsewhere")
    claim = str(two_banks.claims["alder-falls"].pk)
    assert faults(send(reader, notice(theatre="elsewhere", claim=claim))) == {"place", "claim"}


def test_who_fills_in_what_people_do_not_see_is_told_nothing_and_nothing_is_kept(reader: Client, two_banks: Cast):
    response = send(reader, notice(website="https://buy.example"))
    assert (response.status_code, response.json()) == (201, {"filed": True})
    assert not Notice.objects.exists()


def test_a_client_that_sends_many_is_told_when_to_come_back_and_others_are_not_held_up(reader: Client, two_banks: Cast):
    for number in range(10):
        assert send(reader, notice(ticket=ticket(name=str(number)))).status_code == 201
    refused = send(reader, notice(ticket=ticket(name="more")))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused["Content-Type"] == "application/problem+json"
    assert send(reader, notice(ticket=ticket(name="other")), REMOTE_ADDR="192.0.2.7").status_code == 201
    assert reader.get(ADDRESS).status_code == 200


def test_a_forged_forwarding_header_makes_nobody_another_client(reader: Client, two_banks: Cast):
    for number in range(10):
        send(reader, notice(ticket=ticket(name=str(number))), HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert send(reader, notice(ticket=ticket(name="x")), HTTP_X_FORWARDED_FOR="192.0.2.99").status_code == 429


def test_a_client_is_told_apart_by_no_address_and_an_ipv6_network_is_one():
    assert "192.0.2.7" not in client_of("192.0.2.7")
    assert client_of("192.0.2.7") != client_of("192.0.2.8")
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff:1") != client_of("2001:db8:0:1::1")


def test_nothing_of_the_sender_is_kept(reader: Client, two_banks: Cast):
    send(reader, notice(), REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Curious/1.0", HTTP_REFERER="https://mine.example/")
    kept = json.dumps(Notice.objects.values().get(), default=str)
    assert not any(trace in kept for trace in ("192.0.2.7", "Curious", "mine.example"))


def test_pages_of_any_origin_may_send_one_and_nothing_else(reader: Client, two_banks: Cast):
    asked = {"HTTP_ORIGIN": "https://paper.example", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"}
    assert "POST" in reader.options(ADDRESS, **asked)["Access-Control-Allow-Methods"]
    assert "POST" not in reader.options("/api/v1/claims/", **asked)["Access-Control-Allow-Methods"]
    response = send(reader, notice(), HTTP_ORIGIN="https://paper.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_no_notice_can_be_read_from_outside(reader: Client, two_banks: Cast):
    send(reader, notice())
    assert TEXT not in reader.get(ADDRESS).content.decode()
    assert reader.delete(ADDRESS).status_code == 405


def test_a_notice_stays_as_it_was_sent_and_its_decision_can_change(two_banks: Cast):
    kept = file_notice(theatre=two_banks.theatre, place=two_banks.places["alder"], text=TEXT)
    assert decide_notice(notice=kept, status="dismissed", by=None, note="No.").status == "dismissed"
    assert decide_notice(notice=kept, status="new", by=None).note == "No."
    kept.text = "Something else."
    with pytest.raises(AppendOnlyError):
        kept.save()
    with pytest.raises(AppendOnlyError):
        kept.delete()
