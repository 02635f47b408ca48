"""Leads every connection to one address, whatever host is asked for, and does to the answers what `meddling` says.

Prints `port N` when mitmproxy listens.
"""

from mitmproxy import ctx, http

BLOCKED = b"""<!DOCTYPE html><html><head><title>Acme Web Policy</title></head>
<body><h1>This page is not available</h1><p>Category: Business Software. Ask the service desk.</p></body></html>"""

ACCEPTED = "https://login.mypurecloud.de/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ#/authenticate"


def load(loader):
    loader.add_option("upstream", str, "", "HOST:PORT where every connection leads")
    loader.add_option("meddling", str, "", "what is done to the answers")


def running():
    for address in ctx.master.addons.get("proxyserver").listen_addrs():
        print(f"port {address[1]}", flush=True)


def server_connect(data):
    host, port = ctx.options.upstream.rsplit(":", 1)
    data.server.address = (host, int(port))


def response(flow):
    answer, meddling = flow.response, ctx.options.meddling
    if meddling.startswith("block-"):
        status = int(meddling.removeprefix("block-"))
        flow.response = http.Response.make(status, BLOCKED, {"Content-Type": "text/html"})
    elif meddling == "no-location":
        answer.headers.pop("Location", None)
    elif meddling == "elsewhere" and "Location" in answer.headers:
        answer.headers["Location"] = "https://sso.acme.example/login?continue=1"
    elif meddling == "accept" and "Location" in answer.headers:
        answer.headers["Location"] = ACCEPTED
    elif meddling == "two-locations" and "Location" in answer.headers:
        answer.headers.add("Location", ACCEPTED)
