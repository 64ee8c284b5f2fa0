"""Altcraft: plain HTTP in JSON and XML, as its pages print it."""

import re

import pytest
import requests

from support.mailbox import link_in, text_of
from support.page import set_password

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
DONE = {
    "json": ("application/json", '{"error":0,"error_text":"Successful operation"}'),
    "xml": ("application/xml", "<xml><error>0</error><error_text>Successful operation</error_text></xml>"),
}


def send(usher, form, account, name, token="", **more):
    number = account["number"]
    if form == "xml":
        given = f"<token>{token}</token>" if token else ""
        body = f"<xml>{given}<account_id>{number}</account_id><name>{name}</name></xml>"
    else:
        given = f'"token": "{token}", ' if token else ""
        body = f'{{{given}"account_id": {number}, "name": "{name}"}}'
    headers = {"Content-Type": f"application/{form}", "User-Agent": FIREFOX} | more.pop("headers", {})
    url = f"{usher.url}/api/v1.1/admin/accounts/users/send_welcome"
    return requests.post(url, data=body, headers=headers, timeout=30, **more)


@pytest.mark.parametrize("form", DONE)
def test_a_welcome_email_leads_to_a_password_and_names_who_asked(usher, mailbox, account, person, form):
    token = usher.api_token("user_admin", account)
    user = usher.user(account, person)
    answer = send(usher, form, account, person, token)
    media_type, body = DONE[form]
    assert (answer.status_code, answer.text) == (200, body)
    assert answer.headers["Content-Type"].startswith(media_type)
    mail = mailbox.mail_to(user["email"])
    assert "Firefox on Linux" in text_of(mail)
    assert re.search(r"\d{1,2}:\d\d", text_of(mail)), "the approximate time"
    set_password(link_in(mail, usher.url), "seven grey herons at noon")


@pytest.mark.parametrize("form", DONE)
def test_a_token_may_stand_in_header_or_url(usher, mailbox, account, person, form):
    token = usher.api_token("user_admin", account)
    user = usher.user(account, person)
    assert send(usher, form, account, person, headers={"Authorization": f"Bearer {token}"}).text == DONE[form][1]
    mailbox.mail_to(user["email"], count=1)
    assert send(usher, form, account, person, params={"token": token}).text == DONE[form][1]
    mailbox.mail_to(user["email"], count=2)
    assert token not in usher.log()


def test_without_a_token_there_is_401_in_the_requests_format(usher, account, person):
    told = send(usher, "json", account, person)
    assert told.json() == {"error": 401, "error_text": "API token required"}
    told = send(usher, "xml", account, person)
    assert told.text == "<xml><error>401</error><error_text>API token required</error_text></xml>"


def test_a_user_is_added_listed_and_removed(usher, mailbox, account, person):
    token = usher.api_token("user_admin", account)

    def call(action, **fields):
        body = {"token": token, "account_id": account["number"]} | fields
        answer = requests.post(f"{usher.url}/api/v1.1/admin/accounts/users/{action}", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    added = call("add", name=person, first_name="Ada", last_name="Lovelace", email=f"{person}@example.test", lang="EN")
    assert added["error"] == 0, added
    assert call("add", name=person, email=f"{person}@example.test")["error"] == 409
    listed = [user for user in call("list")["data"] if user["username"] == person]
    assert listed[0]["first_name"] == "Ada" and listed[0]["email"] == f"{person}@example.test"
    assert call("send_welcome", name=person)["error"] == 0
    mailbox.mail_to(f"{person}@example.test")
    assert call("delete", name=person)["error"] == 0
    assert call("send_welcome", name=person)["error"] == 404
