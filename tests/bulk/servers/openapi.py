"""Holds what is said to GitHub, and what our own server answers in its place, to GitHub's published description.

So that client and server cannot agree on a mistake of ours. Stricter than the description in one thing: a query
parameter or a field of a request that it does not name is a mistake. Laxer in two: `oneOf` is read as `anyOf`, since
its alternatives overlap, and an answer that says no may have a status that it does not list.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator

from tests.bulk.servers.fake import Exchange

PREFIX = "/api/v3"
IGNORED = {"example", "examples", "discriminator", "deprecated", "externalDocs", "x-github", "nullable", "format"}


class Description:
    """An OpenAPI 3.0 document."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text())
        self._patterns = [
            (re.compile(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(template))), template)
            for template in sorted(self._document["paths"], key=lambda each: (each.count("{"), each))
        ]

    def mistakes(self, exchange: Exchange) -> list[str]:
        """What is wrong with a request or its answer. Answers that a test spoiled on purpose are no answers."""
        request = exchange.request
        where = f"{request.method} {request.path}"
        if not request.path.startswith(PREFIX) or re.match(f"{PREFIX}/repositories/", request.path):
            # GraphQL, and the address that renamed repositories are known by, are not in it.
            return []
        template = self._template(unquote(request.path.removeprefix(PREFIX)) or "/")
        operation = self._document["paths"].get(template or "", {}).get(request.method.lower())
        if operation is None:
            return [f"{where}: there is no such operation"]
        return [f"{where}: {each}" for each in self._all(exchange, template or "", operation)]

    def example(self, method: str, template: str) -> Any:
        """GitHub's own example of what a GET is answered."""
        answers = self._document["paths"][template][method]["responses"]
        content = self._resolved(answers.get("200") or answers["201"])["content"]["application/json"]
        first = next(iter(content["examples"].values()))
        return self._resolved(first)["value"]

    def _all(self, exchange: Exchange, template: str, operation: Mapping[str, Any]) -> Iterator[str]:
        request = exchange.request
        parameters = {
            told["name"]: told
            for told in map(self._resolved, operation.get("parameters", ()))
            if told["in"] == "query"
        }
        for name, text in request.query.items():
            if name not in parameters:
                yield f"the query parameter {name} is unknown"
                continue
            schema = self._resolved(parameters[name]["schema"])
            value: Any = int(text) if schema.get("type") == "integer" else text
            yield from self._errors(schema, value, f"query {name}")
        if request.body:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            yield from self._errors(schema, request.data, "request")
            known = self._fields(schema)
            if isinstance(request.data, dict):
                yield from (f"the request's field {name} is unknown" for name in request.data if name not in known)
        elif operation.get("requestBody", {}).get("required"):
            yield "the request has no body"
        if exchange.fault not in {None, "slow", "lost", "wrong-links"} or exchange.status == 304:
            return
        answers = operation["responses"]
        if str(exchange.status) not in answers:
            if exchange.status < 300:
                yield f"it is not answered by {exchange.status}"
            return
        answer = self._resolved(answers[str(exchange.status)])
        for kind, told in answer.get("content", {}).items():
            if kind.startswith("application/json"):
                yield from self._errors(told["schema"], json.loads(exchange.content), f"answer {exchange.status}")

    def _template(self, path: str) -> str | None:
        return next((template for pattern, template in self._patterns if pattern.fullmatch(path)), None)

    def _errors(self, schema: Any, value: Any, where: str) -> Iterator[str]:
        for error in self._validator(json.dumps(schema)).iter_errors(value):
            yield f"{where} at {error.json_path}: {error.message[:300]}"

    @functools.lru_cache(maxsize=256)  # noqa: B019
    def _validator(self, schema: str) -> Draft202012Validator:
        whole = _plain(json.loads(schema))
        components: dict[str, Any] = {}
        waiting = [whole]
        while waiting:
            for name in _references(waiting.pop()):
                if name not in components:
                    components[name] = _plain(self._document["components"]["schemas"][name])
                    waiting.append(components[name])
        return Draft202012Validator({"components": {"schemas": components}, **whole})

    def _resolved(self, told: Any) -> Any:
        while "$ref" in told:
            found: Any = self._document
            for step in told["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            told = found
        return told

    def _fields(self, schema: Any) -> set[str]:
        schema = self._resolved(schema)
        fields = set(schema.get("properties", ()))
        for kind in ("anyOf", "oneOf", "allOf"):
            for each in schema.get(kind, ()):
                fields |= self._fields(each)
        return fields


def _plain(schema: Any) -> Any:
    """OpenAPI 3.0's dialect as JSON Schema."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain: dict[str, Any] = {}
    for key, value in schema.items():
        if key in {"enum", "default", "required"}:
            plain[key] = value
        elif key == "properties":
            plain[key] = {name: _plain(each) for name, each in value.items()}
        elif key not in IGNORED:
            plain["anyOf" if key == "oneOf" else key] = _plain(value)
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from _references(each)
