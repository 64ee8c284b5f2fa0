"""The verifier against the vendor's own signer: what it signs is accepted, what is changed is not."""

import http.client
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import DerivationAKSKSigner, Signer

# Whatever can stand in a path segment, a query or a header as the SDK sends it.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
QUERY = st.lists(st.tuples(TEXT, TEXT), max_size=4)
NAME = st.from_regex(r"X-Story-[a-z]{1,8}", fullmatch=True)
VALUE = st.from_regex(r"[!-~]([ -~]{0,20}[!-~])?", fullmatch=True)
HEADERS = st.dictionaries(NAME, VALUE, max_size=3)
BODY = st.binary(max_size=200)

MANY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Caller:
    """A program that signs with the vendor's signer and sends byte for byte what it signed."""

    def __init__(self, usher):
        account = usher.account(f"Signers on {usher.url}")
        access, secret = usher.access_key("security_admin", account)
        self.project = account["project_id"].replace("-", "")
        self.credentials = BasicCredentials(access, secret, self.project)
        self.host = usher.url.removeprefix("http://")

    def sign(self, user, query, headers, body, derived):
        request = SdkRequest(
            method="POST",
            host=self.host,
            resource_path=f"/v2/{self.project}/users/{quote(user, safe='')}/resend-email",
            query_params=query,
            header_params={"Content-Type": "application/json", "Host": self.host} | headers,
            body=body,
        )
        if derived:
            return DerivationAKSKSigner(self.credentials).sign(request, "workspace", "eu-de")
        return Signer(self.credentials).sign(request)

    def send(self, request, method=None):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.putrequest(method or request.method, request.uri, skip_host=True, skip_accept_encoding=True)
            for name, value in request.header_params.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(request.body)))
            connection.endheaders(request.body)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def caller(usher):
    return Caller(usher)


def flipped(value, at):
    """The text with one character changed into its neighbour."""
    at %= len(value)
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]


@MANY
@given(user=TEXT, query=QUERY, headers=HEADERS, body=BODY, derived=st.booleans())
def test_whatever_the_vendors_signer_signs_is_accepted(caller, user, query, headers, body, derived):
    status, text = caller.send(caller.sign(user, query, headers, body, derived))
    # Nobody has such an id, and such a body may mean nothing; but it is known who asked.
    assert status in (400, 404) and "WKS." in text, (status, text)


@MANY
@given(
    user=TEXT,
    query=QUERY,
    body=BODY,
    derived=st.booleans(),
    part=st.sampled_from(["path", "query", "header", "body", "date", "signature", "method"]),
    at=st.integers(0, 500),
)
def test_whatever_is_changed_afterwards_is_refused(caller, user, query, body, derived, part, at):
    request = caller.sign(user, query, {"X-Story-told": "once"}, body, derived)
    method = None
    if part == "path":
        request.uri = request.uri.replace("/resend-email", "x/resend-email", 1)
    elif part == "query":
        request.uri += ("&" if "?" in request.uri else "?") + "more=1"
    elif part == "header":
        request.header_params["X-Story-told"] = "twice"
    elif part == "body":
        assume(body)
        request.body = body[: at % len(body)] + b"\0" + body[at % len(body) :]
    elif part == "date":
        # The seconds, so that the clock's window is not what refuses it.
        date = request.header_params["X-Sdk-Date"]
        request.header_params["X-Sdk-Date"] = date[:-2] + flipped(date[-2], 0) + "Z"
    elif part == "signature":
        head, signature = request.header_params["Authorization"].rsplit("=", 1)
        place = at % len(signature)
        other = "0" if signature[place] != "0" else "1"
        request.header_params["Authorization"] = f"{head}={signature[:place]}{other}{signature[place + 1 :]}"
    else:
        method = "PUT"
    status, text = caller.send(request, method)
    if method:
        assert status in (401, 405), (status, text)
    else:
        assert status == 401 and "APIGW.0301" in text, (status, text)
    # A good one in between keeps the key from being locked.
    assert caller.send(caller.sign("nobody", [], {}, b"", derived))[0] == 404
