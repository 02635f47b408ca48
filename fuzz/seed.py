#!/usr/bin/env python3
"""Makes the seeds in corpus/ anew. From the project's root, after cargo build: python3 fuzz/seed.py

The answers are those of the simulator, whose scenarios are asked by the program itself; the rest is told here and in
the table of regions. What is written depends on nothing else, but for the dates in the recordings and the keys of the
certificates. Other seeds in corpus/ stay: answers of servers that no scenario shows, and what was found once.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
PROGRAM = ROOT / "target" / "debug" / "mirabridge-oauth"
CLIENT = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f"

# Those that show something else than the others, each small.
RECORDED = ["healthy-pkce", "trailing-slash", "login-loop", "rate-limited"]
# In the order in which the target `judgement` wants the answers.
PURPOSES = [
    ("redirect-uri", 0), ("redirect-uri", 1), ("redirect-uri", 2), ("client-control", 0), ("redirect-control", 0),
    ("other-grant", 0), ("other-grant-control", 0), ("scope", 0), ("near-miss", 0), ("init-page", 0),
    ("region-sweep", 0), ("region-control", 0),
]


def write(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(data, str):
        data = data.encode()
    (folder / name).write_bytes(data)


def answer(exchange):
    kept = exchange["answer"]
    if "failure" in kept:
        return kept["failure"]["cause"]
    reply = kept["reply"]
    headers = [f"{name}: {value}" for name, value in reply["headers"] if name not in ("date", "x-mirabridge-simulator")]
    headers += [f"set-cookie: {cookie}" for cookie in reply["set_cookies"]]
    return "\n".join([str(reply["status"]), *headers, "", reply["body"]])


def scenarios():
    """Asks every scenario of the simulator, and keeps what was answered."""
    serving = subprocess.Popen([PROGRAM, "demo", "--serve"], stdout=subprocess.PIPE, text=True)
    told = []
    for line in serving.stdout:
        told.append(line)
        if line.startswith("Press "):
            break
    check = next(line for line in told if line.startswith("mirabridge-oauth check"))
    address = re.search(r"--connect-to (\S+)", check).group(1)
    ca = re.search(r"--ca-cert (\S+)", check).group(1)
    answers = set()
    with tempfile.TemporaryDirectory() as folder:
        for line in told:
            if not (found := re.match(r"  ([0-9A-Fa-f-]{36})  (\S+)$", line)):
                continue
            client, name = found.groups()
            file = Path(folder) / "recording.json"
            file.unlink(missing_ok=True)
            grant = "pkce" if "pkce" in name else "implicit"
            subprocess.run(
                [PROGRAM, "check", "--region", "mypurecloud.de", "--client-id", client, "--grant", grant, "--timeout",
                 "1s", "--retries", "0", "--connect-to", address, "--ca-cert", ca, "--record", file],
                capture_output=True, check=False)
            text = file.read_text().replace(address, "::127.0.0.1:8443").replace(ca, "simulator.pem")
            recording = json.loads(text)
            if name in RECORDED:
                write("recording", f"{name}.json", json.dumps(recording, indent=0, ensure_ascii=False) + "\n")
            if name == "healthy":
                # The cookie of a service that notes the region.
                known = json.loads(text)
                for exchange in known["exchanges"]:
                    exchange["answer"]["reply"]["set_cookies"].append("region=mypurecloud.de; Path=/region")
                write("recording", "known-cookie.json", json.dumps(known, indent=0, ensure_ascii=False) + "\n")
                # Those of one that says in cookies what it says in its answers, and a token that it repeats.
                token = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
                telling = json.loads(text.replace("#/authenticate", f"&next={token}#/authenticate"))
                for exchange in telling["exchanges"]:
                    exchange["answer"]["reply"]["set_cookies"] += [
                        f"{place}={value}; Path=/telling" for place, value in enumerate([
                            "1", "authenticate", "invalid_client", f"/oauth/authorize.{token}",
                            f"https://login.mypurecloud.de/?error={token}", f"error-{token}"])]
                write("recording", "telling-cookies.json", json.dumps(telling, indent=0, ensure_ascii=False) + "\n")
            given = []
            for purpose, place in PURPOSES:
                asked = [e for e in recording["exchanges"] if e["purpose"] == purpose]
                given.append(answer(asked[place]) if len(asked) > place else "timeout")
            whole = "\n%%\n".join(given)
            if len(whole) < 12_000:
                write("judgement", name, whole)
            for number, one in enumerate(given):
                # Ids are other ones each time.
                kind = re.sub(r"[A-Za-z0-9_-]{24,}|x+[0-9]+|[0-9]+", "", one)
                if kind not in answers and len(one) < 4_000 and number < 5:
                    answers.add(kind)
                    write("answer", f"{name}-{number}", one)
    serving.terminate()
    serving.wait()


def event(method, params, session="s"):
    return json.dumps({"sessionId": session, "method": method, "params": params})


def visits():
    page = "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.de"
    attached = [
        event("Target.attachedToTarget", {"sessionId": "s", "targetInfo": {"targetId": "f", "type": "page"}}, ""),
        *[json.dumps({"id": number, "result": {}}) for number in range(2, 20)],
    ]
    loaded = [
        event("Page.frameStartedLoading", {"frameId": "f"}),
        event("Network.requestWillBeSent", {"requestId": "1", "loaderId": "1", "frameId": "f", "type": "Document",
                                            "request": {"url": page}}),
        event("Network.responseReceived", {"requestId": "1", "loaderId": "1", "frameId": "f", "type": "Document",
                                           "response": {"url": page, "status": 200}}),
        event("Page.frameNavigated", {"frame": {"id": "f", "loaderId": "1", "url": page}}),
        event("Page.lifecycleEvent", {"frameId": "f", "loaderId": "1", "name": "load"}),
        event("Network.loadingFinished", {"requestId": "1"}),
        event("Page.frameStoppedLoading", {"frameId": "f"}),
    ]
    more = {
        "console": event("Runtime.consoleAPICalled", {"type": "error", "args": [
            {"type": "string", "value": "OAuth error: invalid_client https://a.example/?token=abc"}]}),
        "exception": event("Runtime.exceptionThrown", {"exceptionDetails": {
            "text": "Uncaught", "url": "https://phone.mirabridge.cloud/a.js", "lineNumber": 7,
            "exception": {"description": "TypeError: x is not a function\n at a.js:7"}}}),
        "failed": event("Network.requestWillBeSent", {"requestId": "2", "frameId": "f", "type": "Script", "request": {
            "url": "https://cdn.example/a.js"}}) + "\n" + event("Network.loadingFailed", {
                "requestId": "2", "type": "Script", "errorText": "net::ERR_BLOCKED_BY_CSP", "blockedReason": "csp"}),
        "issue": event("Audits.issueAdded", {"issue": {"details": {"contentSecurityPolicyIssueDetails": {
            "violatedDirective": "frame-ancestors", "blockedURL": "https://login.mypurecloud.de/",
            "contentSecurityPolicyViolationType": "kURLViolation"}}}}),
        "window": event("Runtime.bindingCalled", {"name": "mirabridgeOauthWindow", "payload": json.dumps(
            {"url": "https://login.mypurecloud.de/", "gesture": False, "opened": False})}),
        "opened": event("Target.attachedToTarget", {"sessionId": "t", "targetInfo": {
            "targetId": "w", "type": "page", "openerFrameId": "f"}}) + "\n" + event(
                "Target.detachedFromTarget", {"sessionId": "t"}),
        "frame": event("Page.frameAttached", {"frameId": "g", "parentFrameId": "f"}) + "\n" + event(
            "Page.frameNavigated", {"frame": {"id": "g", "loaderId": "2", "url": "https://apps.mypurecloud.de/",
                                              "urlFragment": "#/error?errorKey=invalidClientId"}}),
        "dialog": event("Page.javascriptDialogOpening", {"type": "alert", "message": "Sign in failed"}),
        # A silence, after which the page is looked at and something is clicked.
        "look": "\n".join(["", *[json.dumps({"id": number, "result": {"result": {"value": value}}})
                                 for number, value in [(18, ["Title", "What it shows"]), (19, "Sign in")]]]),
        "crash": event("Inspector.targetCrashed", {}),
        "redirect": event("Network.requestWillBeSent", {
            "requestId": "1", "loaderId": "1", "frameId": "f", "type": "Document", "request": {"url": page},
            "redirectResponse": {"url": page, "status": 302}}),
    }
    for name, lines in more.items():
        write("visit", name, "\n".join([*attached, *loaded, lines]) + "\n")


def texts():
    table = json.loads((ROOT / "src/genesys/regions.json").read_text())
    for row in table["regions"]:
        write("region", row["aws_region"], row["domain"])
    for name, text in {
        "name": "EU_CENTRAL_1", "environment": "prod-euc1", "url": "https://apps.mypurecloud.de:443/directory/#/admin",
        "service": "login.mypurecloud.ie.", "pasted": "\u201cmypurecloud.com.au\u201d,\u00a0", "typo": "mypurecloud.con",
        "stranger": "genesys.example", "user": "https://mypurecloud.de@evil.example/", "ip": "192.0.2.1",
        "alike": "mypureсloud.de",
    }.items():
        write("region", name, text)
    for name, text in {
        "plain": CLIENT, "capitals": CLIENT.upper(), "spaces": f" \t{CLIENT}\r\n", "quotes": f"\u201e{CLIENT}\u201c",
        "json": json.dumps({"id": CLIENT, "name": "x"}), "digits": CLIENT.replace("-", ""), "short": CLIENT[:-1],
        "url": f"https://login.mypurecloud.de/oauth/authorize?client_id={CLIENT}&redirect_uri=x",
        "admin": f"https://apps.mypurecloud.de/directory/#/admin/integrations/oauth/{CLIENT}", "env": f"CLIENT_ID={CLIENT}",
        "secret": "q7Lk2mX9vB4nT8wR1yZ5cF3hJ6pD0sGaEuKiOtYrWe1", "letter": CLIENT.replace("a", "\u0430", 1),
    }.items():
        write("client_id", name, text)
    for name, text in {
        "phone": "https://phone.mirabridge.cloud", "query": "https://a.example/?a=b&c=d#e", "app": "com.example.app:/x",
        "letters": "https://a.example/\u00e4%C3%a4+%2B", "space": "https://a.example/ x", "empty": "",
        "connect": "login.mypurecloud.de:443:127.0.0.1:8443", "everything": "::[::1]:443", "part": "2/4",
        "proxy": "http://user:pass%40word@proxy.example:3128", "socks": "socks5://proxy.example", "name": "main-2",
    }.items():
        write("arguments", name, text)
    for name, text in {
        "tunnel": "CONNECT login.mypurecloud.de:443 HTTP/1.1\r\nHost: login.mypurecloud.de:443\r\n\r\n",
        "stranger": "CONNECT evil.example:443 HTTP/1.1\r\n\r\n", "page": "GET http://a.example/ HTTP/1.1\r\n\r\n",
        "port": "CONNECT mypurecloud.de:80 HTTP/1.1\r\n\r\n", "address": "CONNECT [::1]:443 HTTP/1.1\r\n\r\n",
    }.items():
        write("wire", name, text)


def lists():
    uris = ["https://phone.mirabridge.cloud", "https://apps.mypurecloud.de/crm/index.html",
            "https://apps.mypurecloud.de/crm/authWindow.html"]
    client = {"id": CLIENT, "name": "MiraBridge Phone", "authorizedGrantType": "TOKEN", "registeredRedirectUri": uris,
              "scope": ["conversations:readonly"], "state": "active"}
    plain = "\n".join(uris) + "\n"
    for name, text in {
        "plain": plain, "windows": plain.replace("\n", "\r\n"), "commas": ", ".join(uris), "slash": plain.replace("cloud\n", "cloud/\n"),
        "bullets": "".join(f"* {uri}\n" for uri in uris), "numbers": "".join(f"{i}. <{uri}>;\n" for i, uri in enumerate(uris, 1)),
        "table": "| URI | note |\n|---|---|\n" + "".join(f"| `{uri}` | x |\n" for uri in uris),
        "quoted": "".join(f'> "{uri}",\n' for uri in uris), "prose": f"Please add {uris[0]}. Not {uris[1]}/!\n",
        "comment": f"# {uris[0]}\n// {uris[1]}\n", "glued": "".join(uris), "broken": plain.replace("index", "in=\ndex"),
        "csv": 'name,uri\n"a, b","' + uris[0] + '"\n', "danger": "http://localhost/\nhttps://*.example/\njavascript:x\n",
        "hidden": plain.replace("cloud\n", "cloud\u200b\n"), "client.json": json.dumps(client, indent=1),
        "entities.json": json.dumps({"entities": [client]}), "array.json": json.dumps(uris), "broken.json": '{"id": "x",',
    }.items():
        write("lint", name, text)
    write("lint", "utf-16", b"\xff\xfe" + plain.encode("utf-16-le"))
    write("lint", "utf-16-be", b"\xfe\xff" + plain.encode("utf-16-be"))
    write("lint", "utf-8-mark", b"\xef\xbb\xbf" + plain.encode())

    other = CLIENT.replace("4", "5")
    for name, text in {
        "list.csv": f"region,client_id,name,grant\nmypurecloud.de,{CLIENT},ours,pkce\n\nuse1,{other},\"a, \"\"b\"\"\",\n",
        "semicolons.csv": f"\ufeffRegion;Client-ID;Name\r\nEUC1;{CLIENT};x\r\nx;y;z\r\n", "tabs.csv": f"client_id\tregion\n{CLIENT}\tprod\n",
        "open.csv": f'region,client_id\n"mypurecloud.de,{CLIENT}\n', "unnamed.csv": f"mypurecloud.de,{CLIENT}\n",
        "sep.csv": f"sep=;\r\nid;Kunde;Environment;client_id;Grant Type\r\n1;x;EUC1;{CLIENT};Code Authorization\r\n2;y;;{other};SAML2\r\n",
        "lines.csv": f'region,client_id,name\nuse1,{CLIENT},"a\nb"\n,https://phone.mirabridge.cloud/api/v1/deployment/x/init?region=mypurecloud.ie&clientId={other},\n',
    }.items():
        write("targets", name, text)
    write("targets", "utf-16.csv", b"\xff\xfe" + f"region\tclient_id\nuse1\t{CLIENT}\n".encode("utf-16-le"))
    write("targets", "windows-1252.csv", f"name;region;client_id\nM\xfcller;use1;{CLIENT}\n".encode("cp1252"))


def certificates():
    with tempfile.TemporaryDirectory() as folder:
        for name, subject in {"inspector": "/O=Zscaler Inc./CN=Zscaler Root CA", "plain": "/CN=login.mypurecloud.de",
                              "nameless": "/C=DE"}.items():
            file = Path(folder) / name
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                 "1", "-subj", subject, "-addext", "subjectAltName=DNS:login.mypurecloud.de,DNS:b.example,IP:192.0.2.1",
                 "-keyout", "/dev/null", "-outform", "DER", "-out", file], check=True, capture_output=True)
            write("certificate", name, file.read_bytes())


if __name__ == "__main__":
    if not PROGRAM.exists():
        sys.exit("cargo build comes first")

    visits()
    texts()
    lists()
    certificates()
    scenarios()
