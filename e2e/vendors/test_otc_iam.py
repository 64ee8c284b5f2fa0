"""Open Telekom Cloud IAM: keystoneauth1, openstacksdk, otcextensions and the openstack command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openstack
import pytest
from keystoneauth1 import session as keystone
from keystoneauth1.exceptions import BadRequest, Forbidden, Unauthorized
from keystoneauth1.identity import generic, v3
from otcextensions import sdk as otc

from support.mailbox import link_in
from support.page import set_password
from support.usher import REGION

PASSWORD = "seven grey herons at noon"


@pytest.fixture
def administrator(usher, account, person):
    """Somebody who may send welcome emails in the account, with a password."""
    login = f"admin-of-{person}"
    user = usher.user(account, login, password=PASSWORD)
    roles = [{"role": "security_admin", "account_id": account["id"]}]
    usher.api("PUT", f"/api/v1/users/{user['id']}/roles", roles)
    return login


def identity(usher, account, login, plugin=v3.Password, **scope):
    scope = scope or {"domain_name": account["name"]}
    auth = plugin(
        auth_url=f"{usher.url}/v3", username=login, password=PASSWORD, user_domain_name=account["name"], **scope
    )
    return keystone.Session(auth=auth)


def welcome(session, usher, user, **more):
    hexadecimal = user["id"].replace("-", "")
    return session.post(f"{usher.url}/v3.0/OS-USER/users/{hexadecimal}/welcome", **more)


@pytest.mark.parametrize("plugin", [v3.Password, generic.Password])
def test_a_welcomed_user_signs_in_with_her_new_password(usher, mailbox, account, person, administrator, plugin):
    session = identity(usher, account, administrator, plugin)
    user = usher.user(account, person)
    answer = welcome(session, usher, user)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    set_password(link_in(mailbox.mail_to(user["email"]), usher.url), PASSWORD)
    hers = identity(usher, account, person)
    access = hers.auth.get_access(hers)
    assert access.username == person and access.domain_name == account["name"]
    assert access.user_id == user["id"].replace("-", "")
    with pytest.raises(Forbidden):
        welcome(hers, usher, user)


def test_a_token_is_shown_checked_and_revoked(usher, account, administrator):
    session = identity(usher, account, administrator, project_name=account["project_name"])
    token = session.get_token()
    headers = {"X-Subject-Token": token}
    url = f"{usher.url}/v3/auth/tokens"
    shown = session.get(url, headers=headers)
    assert shown.headers["X-Subject-Token"] == token
    assert shown.json()["token"]["project"]["name"] == account["project_name"]
    assert session.head(url, headers=headers).status_code == 200
    assert session.delete(url, headers=headers).status_code == 204
    again = session.get(f"{usher.url}/v3/users", authenticated=False, headers={"X-Auth-Token": token}, raise_exc=False)
    assert again.status_code == 401


def test_errors_are_those_of_the_real_service(usher, account, administrator, person):
    session = identity(usher, account, administrator)
    with pytest.raises(Forbidden, match="userId is invalid"):
        welcome(session, usher, {"id": "0" * 32})
    body = {"login": person, "display_name": "Nobody's mailbox"}
    silent = usher.api("POST", f"/api/v1/accounts/{account['id']}/users", body, expect=201)
    with pytest.raises(BadRequest, match="User not bind email"):
        welcome(session, usher, silent)
    wrong = v3.Password(
        auth_url=f"{usher.url}/v3",
        username=administrator,
        password="not the password",
        user_domain_name=account["name"],
        domain_name=account["name"],
    )
    with pytest.raises(Unauthorized, match="username or password is wrong"):
        keystone.Session(auth=wrong).get_token()


@pytest.mark.parametrize("vendor", ["openstacksdk", "otcextensions"])
def test_openstacksdk_finds_a_user_and_welcomes_her(usher, mailbox, account, person, administrator, vendor):
    connection = openstack.connect(
        load_yaml_config=False,
        load_envvars=False,
        auth_url=f"{usher.url}/v3",
        username=administrator,
        password=PASSWORD,
        user_domain_name=account["name"],
        project_name=account["project_name"],
        region_name=REGION,
    )
    if vendor == "otcextensions":
        otc.register_otc_extensions(connection)
    user = usher.user(account, person)
    found = [found for found in connection.identity.users() if found.name == person]
    assert [found.id for found in found] == [user["id"].replace("-", "")]
    answer = connection.identity.post(f"/v3.0/OS-USER/users/{found[0].id}/welcome", endpoint_override=usher.url)
    assert answer.status_code == 200
    mailbox.mail_to(user["email"])


def test_the_openstack_command_lists_and_shows(usher, account, person, administrator):
    user = usher.user(account, person)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(usher.folder),
        "OS_AUTH_URL": f"{usher.url}/v3",
        "OS_IDENTITY_API_VERSION": "3",
        "OS_USERNAME": administrator,
        "OS_PASSWORD": PASSWORD,
        "OS_USER_DOMAIN_NAME": account["name"],
        "OS_DOMAIN_NAME": account["name"],
        "OS_REGION_NAME": REGION,
    }

    def run(*arguments):
        command = [Path(sys.executable).parent / "openstack", *arguments, "-f", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert person in [row["Name"] for row in run("user", "list")]
    assert run("user", "show", user["id"].replace("-", ""))["name"] == person
    assert run("token", "issue")["user_id"]
