"""Huawei Workspace, STS and IAM with the vendor's own SDK: every request is signed."""

import json

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkiam.v3 import IamClient
from huaweicloudsdksts.v1 import DecodeAuthorizationMessageReq, DecodeAuthorizationMessageRequest, StsClient
from huaweicloudsdkworkspace.v2 import ResendEmailReq, SendEmailRequest, WorkspaceClient

from support.mailbox import link_in, text_of
from support.page import set_password


def client(kind, usher, keys, account):
    access, secret = keys
    credentials = BasicCredentials(access, secret, account["project_id"].replace("-", ""))
    return kind.new_builder().with_credentials(credentials).with_endpoint(usher.url).build()


def hexadecimal(user):
    return user["id"].replace("-", "")


@pytest.fixture
def keys(usher, account):
    return usher.access_key("security_admin", account)


@pytest.mark.parametrize("body", [None, ResendEmailReq()])
def test_send_email_leads_to_a_password(usher, mailbox, account, person, keys, body):
    user = usher.user(account, person)
    answer = client(WorkspaceClient, usher, keys, account).send_email(SendEmailRequest(hexadecimal(user), body=body))
    assert (answer.status_code, answer.raw_content) == (200, b"")
    set_password(link_in(mailbox.mail_to(user["email"]), usher.url), "seven grey herons at noon")


def test_a_template_of_the_account_is_what_the_mail_looks_like(usher, mailbox, account, person, keys):
    text = {
        "locale": "en",
        "subject": "The engine room waits",
        "html": '<p>Come in: <a href="{{ link }}">{{ link }}</a></p>',
        "text": "Come in: {{ link }}",
    }
    usher.api("PUT", f"/api/v1/accounts/{account['id']}/templates/email01", {"texts": [text]}, expect=201)
    workspace = client(WorkspaceClient, usher, keys, account)
    user = usher.user(account, person)
    workspace.send_email(SendEmailRequest(hexadecimal(user), body=ResendEmailReq(template_id="email01")))
    mail = mailbox.mail_to(user["email"])
    assert mail["Subject"] == "The engine room waits" and text_of(mail).startswith("Come in: ")
    set_password(link_in(mail, usher.url), "seven grey herons at noon")
    with pytest.raises(ClientRequestException) as refused:
        workspace.send_email(SendEmailRequest(hexadecimal(user), body=ResendEmailReq(template_id="email02")))
    assert (refused.value.status_code, refused.value.error_code) == (400, "WKS.00170320")


def test_a_refusal_is_decoded_by_whoever_may(usher, account, person, keys):
    user = usher.user(account, person)
    looker = usher.access_key("auditor", account)
    with pytest.raises(ClientRequestException) as refused:
        client(WorkspaceClient, usher, looker, account).send_email(SendEmailRequest(hexadecimal(user)))
    assert (refused.value.status_code, refused.value.error_code) == (403, "WKS.0003")
    assert refused.value.request_id
    sealed = refused.value.encoded_auth_msg
    request = DecodeAuthorizationMessageRequest(body=DecodeAuthorizationMessageReq(encoded_message=sealed))
    told = client(StsClient, usher, keys, account).decode_authorization_message(request)
    message = json.loads(told.decoded_message)
    assert message["action"] == "workspace:users:resendEmail" and message["allowed"] is False
    stranger = usher.account(f"Strangers to {person}")
    foreign = client(StsClient, usher, usher.access_key("security_admin", stranger), stranger)
    with pytest.raises(ClientRequestException) as damaged:
        foreign.decode_authorization_message(request)
    assert damaged.value.status_code in (400, 403)


def test_who_is_not_there_is_a_404_and_another_project_is_refused(usher, account, person, keys):
    with pytest.raises(ClientRequestException) as missing:
        client(WorkspaceClient, usher, keys, account).send_email(SendEmailRequest("0" * 32))
    assert (missing.value.status_code, missing.value.error_code) == (404, "WKS.00170312")
    other = usher.account(f"Not of {person}")
    user = usher.user(other, person)
    with pytest.raises(ClientRequestException) as refused:
        client(WorkspaceClient, usher, keys, other).send_email(SendEmailRequest(hexadecimal(user)))
    assert (refused.value.status_code, refused.value.error_code) == (403, "WKS.0003")


def test_a_wrong_secret_is_refused_in_the_gateways_words(usher, account, person, keys):
    access, secret = keys
    wrong = client(WorkspaceClient, usher, (access, secret[::-1]), account)
    with pytest.raises(ClientRequestException) as refused:
        wrong.send_email(SendEmailRequest("0" * 32))
    assert (refused.value.status_code, refused.value.error_code) == (401, "APIGW.0301")
    assert "verify aksk signature fail" in refused.value.error_msg


def test_iams_welcome_call_is_signed_too(usher, mailbox, account, person, keys):
    access, secret = keys
    credentials = GlobalCredentials(access, secret, account["id"].replace("-", ""))
    iam = IamClient.new_builder().with_credentials(credentials).with_endpoint(usher.url).build()
    user = usher.user(account, person)
    answer = iam.do_http_request(
        "POST",
        "/v3.0/OS-USER/users/{user_id}/welcome",
        path_params={"user_id": hexadecimal(user)},
        header_params={"Content-Type": "application/json"},
        response_type="KeystoneDeleteUserResponse",
    )
    assert answer.status_code == 200
    mailbox.mail_to(user["email"])
