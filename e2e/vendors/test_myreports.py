"""MyReports: plain HTTP, as its pages print it."""

import re

import pytest
import requests

from support.mailbox import link_in
from support.page import set_password

PREFIXES = ("/api/v1.0", "/v1.0")


def send(usher, token, customer, user, prefix="/api/v1.0"):
    return requests.post(
        f"{usher.url}{prefix}/customers/{customer}/users/{user}/sendActivationEmail",
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_activation_email_leads_to_a_password(usher, mailbox, account, person, prefix):
    token = usher.api_token("user_admin", account)
    user = usher.user(account, person)
    answer = send(usher, token, account["id"], user["id"], prefix)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Date"].endswith("GMT")
    set_password(link_in(mailbox.mail_to(user["email"]), usher.url), "seven grey herons at noon")
    signed_in = requests.post(
        f"{usher.url}/api/v1/sessions", json={"login": person, "password": "seven grey herons at noon"}, timeout=30
    )
    assert signed_in.status_code in (200, 201, 204), signed_in.text


def test_creating_a_user_sends_it_when_the_customer_is_set_so(usher, mailbox, account, person):
    token = usher.api_token("user_admin", account)
    usher.api("PATCH", f"/api/v1/accounts/{account['id']}", {"send_welcome_on_create": True})
    created = requests.post(
        f"{usher.url}/api/v1.0/customers/{account['id']}/users",
        json={"email": f"{person}@example.test", "displayName": "Ada Lovelace", "roles": ["customer.user"]},
        headers={"Authorization": f"Bearer {token}", "accept-charges": "true"},
        timeout=30,
    )
    assert created.status_code == 201, created.text
    told = created.json()["data"]
    assert created.headers["Location"].endswith(told["id"]) and told["primaryTenant"] == account["id"]
    assert "Ada Lovelace" in mailbox.mail_to(f"{person}@example.test")["To"]


def test_client_credentials_become_a_bearer_token(usher, mailbox, account, person):
    access, secret = usher.access_key("user_admin", account)
    granted = requests.post(
        f"{usher.url}/connect/token", data={"grant_type": "client_credentials"}, auth=(access, secret), timeout=30
    )
    assert granted.status_code == 200, granted.text
    token = granted.json()
    assert token["token_type"] == "Bearer" and token["expires_in"] > 0
    assert granted.headers["Cache-Control"] == "no-store"
    user = usher.user(account, person)
    assert send(usher, token["access_token"], account["id"], user["id"]).status_code == 204
    mailbox.mail_to(user["email"])
    refused = requests.post(
        f"{usher.url}/connect/token",
        data={"grant_type": "client_credentials", "client_id": access, "client_secret": secret + "x"},
        timeout=30,
    )
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})


def test_errors_have_the_documented_lengths(usher, account, person):
    token = usher.api_token("user_admin", account)
    user = usher.user(account, person)
    nobody = "00000000-0000-0000-0000-000000000000"
    missing = send(usher, token, account["id"], nobody)
    assert (missing.status_code, len(missing.content)) == (404, 95)
    assert missing.headers["Content-Type"] == "application/json; charset=utf-8"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z", missing.json()["timestamp"])
    malformed = send(usher, token, account["id"] + "0", user["id"])
    assert (malformed.status_code, len(malformed.content)) == (400, 149)
    elsewhere = usher.account(f"Second of {person}")
    usher.api("PUT", f"/api/v1/accounts/{elsewhere['id']}/members/{user['id']}", expect=204)
    not_primary = send(usher, usher.token, elsewhere["id"], user["id"])
    assert (not_primary.status_code, len(not_primary.content)) == (400, 162)
    assert not_primary.json()["errorCode"] == "TenantNotPrimary"
    anonymous = send(usher, "wrong", account["id"], user["id"])
    assert (anonymous.status_code, anonymous.content) == (401, b"")
