"""Prints an OpenAPI description of the calls of the Platform API that the program makes, as Genesys' SDKs know them.

    python describe.py INDEX.d.ts

Paths, parameters, types and values are those of the SDK for Python, whose methods are called with a client that sends
nothing. Which fields are required, the SDK for JavaScript alone says: INDEX.d.ts has its types.
"""

import inspect
import json
import re
import sys
from pathlib import Path

from PureCloudPlatformClientV2 import OAuthApi, TokensApi, models

CALLS = [
    (TokensApi, "get_tokens_me"),
    (OAuthApi, "get_oauth_clients"),
    (OAuthApi, "get_oauth_client"),
    (OAuthApi, "post_oauth_client_usage_query"),
    (OAuthApi, "get_oauth_client_usage_query_result"),
]

SIMPLE = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
}


class Recorder:
    """Stands for the client that sends, and keeps what it is told to send."""

    def select_header_accept(self, kinds):
        return kinds

    select_header_content_type = select_header_accept

    def call_api(self, path, method, in_path, in_query, _headers, **others):
        self.path, self.method = path, method.lower()
        self.parameters = {"path": in_path, "query": in_query}
        self.body, self.answer = others["body"], others["response_type"]
        self.is_secured = bool(others["auth_settings"])


class Description:
    def __init__(self, types):
        self.types = types
        self.paths = {}
        self.schemas = {}

    def add_call(self, api, name):
        """Adds a call, found out by giving it the name of each parameter as its value."""
        documented = re.findall(r":param (\S+) (\w+): ", getattr(api, name).__doc__)
        kinds = {name: kind for kind, name in documented if kind != "callback"}
        call = Recorder()
        getattr(api(call), name)(**{name: name for name in kinds})
        operation = {
            "operationId": name,
            "security": [{"token": []}] if call.is_secured else [],
            "parameters": [
                {"name": name, "in": place, "required": place == "path", "schema": self.schema(kinds[value])}
                for place, parameters in call.parameters.items()
                for name, value in parameters.items()
            ],
            "responses": {
                "200": {"description": "the answer", "content": self.content(call.answer)},
                "default": {"description": "an error", "content": self.content("ErrorBody")},
            },
        }
        if call.body:
            operation["requestBody"] = {"required": True, "content": self.content(kinds[call.body])}
        self.paths.setdefault(call.path, {})[call.method] = operation

    def content(self, kind):
        return {"application/json": {"schema": self.schema(kind)}}

    def schema(self, kind):
        if kind in SIMPLE:
            return SIMPLE[kind]
        if of := re.fullmatch(r"list\[(.*)\]", kind):
            return {"type": "array", "items": self.schema(of[1])}
        if of := re.fullmatch(r"dict\(str, (.*)\)", kind):
            return {"type": "object", "additionalProperties": self.schema(of[1])}
        if kind not in self.schemas:
            self.schemas[kind] = {}
            self.schemas[kind] = self.model(kind)
        return {"$ref": f"#/components/schemas/{kind}"}

    def model(self, name):
        """What a model holds, and nothing else: a field of another name would be one that nobody reads."""
        model = getattr(models, name)
        attributes = model().attribute_map
        kinds = model().swagger_types
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                field: self.schema(kinds[attribute]) | values(getattr(model, attribute))
                for attribute, field in attributes.items()
            },
        } | self.required(name)

    def required(self, name):
        fields = re.search(rf"\binterface {name} {{(.*?)\n\t}}", self.types, re.DOTALL)[1]
        names = re.findall(r'^\s*"(\w+)":', fields, re.MULTILINE)
        return {"required": names} if names else {}


def values(attribute):
    """The values that a field may have, where its setter names them."""
    named = re.search(r"allowed_values = (\[.*\])", inspect.getsource(attribute.fset))
    return {"enum": json.loads(named[1])} if named else {}


def main():
    description = Description(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for api, name in CALLS:
        description.add_call(api, name)
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Platform API, as far as it is asked", "version": "2"},
        "paths": description.paths,
        "components": {
            "schemas": description.schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    print(json.dumps(document, indent=2))


main()
