"""Reads a simulated organization with Genesys' SDK for Python, and prints as JSON what the SDK understood.

    python read.py PORT CA.pem ID SECRET CLIENT

Every name leads to PORT of this computer.
"""

import json
import socket
import sys

import PureCloudPlatformClientV2 as sdk

port, authority, admin, secret, asked = sys.argv[1:]

look_up = socket.getaddrinfo
socket.getaddrinfo = lambda *_name, **_how: look_up("127.0.0.1", port, type=socket.SOCK_STREAM)

sdk.configuration.host = sdk.PureCloudRegionHosts.eu_central_1.get_api_host()
sdk.configuration.ssl_ca_cert = authority
client = sdk.api_client.ApiClient().get_client_credentials_token(admin, secret)
oauth = sdk.OAuthApi(client)


def clients():
    """The SDK has no call for the pages that follow, but for any address."""
    page = oauth.get_oauth_clients()
    while page.next_uri:
        yield from page.entities
        page = client.call_api(
            page.next_uri, "GET", response_type="OAuthClientEntityListing", auth_settings=["PureCloud OAuth"]
        )
    yield from page.entities


def usage():
    """All answers to a query: the first says that it is not counted yet."""
    query = sdk.ApiUsageClientQuery()
    query.interval = "2026-11-01T00:00:00.000Z/2026-11-08T00:00:00.000Z"
    started = oauth.post_oauth_client_usage_query(asked, query)
    status = None
    while status != "Complete":
        answer = oauth.get_oauth_client_usage_query_result(started.execution_id, asked)
        status = answer.query_status
        yield answer


def refusal():
    try:
        return oauth.get_oauth_client("nobody")
    except sdk.rest.ApiException as error:
        return [error.status, json.loads(error.body)["code"]]


understood = {
    "token": sdk.TokensApi(client).get_tokens_me(preserve_idle_ttl=True),
    "clients": list(clients()),
    "client": oauth.get_oauth_client(asked),
    "usage": list(usage()),
    "refusal": refusal(),
}
print(json.dumps(client.sanitize_for_serialization(understood)))
