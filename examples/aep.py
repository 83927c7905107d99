#!/usr/bin/env python3
"""Signed calls of the AEP northbound API with Python's standard library alone, to read and to copy from.

    examples/aep.py METHOD PATH VERSION [-m MASTERKEY] [-q NAME=VALUE]... [BODY]

AEP_URL is the platform (http://127.0.0.1:8080), AEP_APP the application as KEY:SECRET. Prints the answer's body; exits with 1
unless it is a success. Other programs import `Application`.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


class Application:
    """An application (应用): what signs a call."""

    def __init__(self, url, key, secret):
        self.url = url
        self.key = key
        self.secret = secret

    def signature(self, timestamp, parameters, body):
        """Base64 of HMAC-SHA1 over AppKey, timestamp, parameters by name and body, each line ended by a line feed."""
        lines = [f"application:{self.key}", f"timestamp:{timestamp}"]
        lines += [f"{name}:{value}" for name, value in sorted(parameters.items())]
        text = "".join(line + "\n" for line in lines).encode()
        if body:
            text += body + b"\n"
        return base64.b64encode(hmac.new(self.secret.encode(), text, hashlib.sha1).digest()).decode()

    def call(self, method, path, version, master_key=None, query=None, body=None, timestamp=None):
        """Returns the HTTP status and the answer's body as text. `body` is a text that is sent as it is."""
        query = {name: str(value) for name, value in (query or {}).items()}
        data = (body or "").encode()
        timestamp = timestamp or int(time.time() * 1000)
        signed = dict(query)
        headers = {"application": self.key, "timestamp": str(timestamp), "version": version}
        if master_key:
            signed["MasterKey"] = headers["MasterKey"] = master_key
        headers["signature"] = self.signature(timestamp, signed, data)
        if data:
            headers["Content-Type"] = "application/json; charset=UTF-8"
        url = self.url + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, data=data or None, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


def from_environment():
    key, _, secret = os.environ.get("AEP_APP", "").partition(":")
    if not secret:
        sys.exit("set AEP_APP=KEY:SECRET, the application the platform was started with")
    return Application(os.environ.get("AEP_URL", "http://127.0.0.1:8080"), key, secret)


def options(words):
    """MasterKey, query and body of the words after METHOD PATH VERSION; ends with the usage if they make no sense."""
    master_key, query, body = None, {}, None
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in ("-m", "-q") and not rest:
            sys.exit(f"{word} needs a value.\n{__doc__}")
        if word == "-m":
            master_key = rest.pop(0)
        elif word == "-q":
            name, equals, value = rest.pop(0).partition("=")
            if not equals:
                sys.exit(f"-q {name}: write NAME=VALUE.\n{__doc__}")
            query[name] = value
        elif word.startswith("-") or body is not None:
            sys.exit(f"{word}: not understood.\n{__doc__}")
        else:
            body = word
    return master_key, query, body


def succeeded(status, text):
    """Success is HTTP 200 and the envelope's code 0 (of the rule engine "0")."""
    try:
        return status == 200 and str(json.loads(text).get("code")) == "0"
    except (ValueError, AttributeError):
        return False


def main(words):
    if len(words) < 3:
        sys.exit(__doc__)
    application = from_environment()
    try:
        status, text = application.call(*words[:3], *options(words[3:]))
    except (OSError, ValueError, http.client.HTTPException) as unsent:
        sys.exit(f"{application.url}: {unsent}")
    print(text)
    sys.exit(0 if succeeded(status, text) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
