"""Hold everything that goes over the loopback Discord's wire against Discord's published descriptions.

`discord-openapi.json` and `discord-gateway.schema.json` stand beside the project in `../shared/research/`; they are not
copied into it.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs

RESEARCH = Path(__file__).resolve().parents[1].parent / "shared" / "research"
OPENAPI, GATEWAY = RESEARCH / "discord-openapi.json", RESEARCH / "discord-gateway.schema.json"
HERE = OPENAPI.is_file() and GATEWAY.is_file()
REASON = "Discord's published descriptions do not stand beside the project"

# The leniences, each something that real clients send and Discord takes although its own description says otherwise.
# 1. Integers where a snowflake stands, under these names:
SNOWFLAKE_NAMES = {"recipient_id", "guild_id", "channel_id", "message_id", "user_id", "application_id"}
SNOWFLAKE_LISTS = {"user_ids", "users", "roles"}
# 2. ... and as `id` of the things in these lists:
LISTS_OF_IDS = {"attachments", "default_values"}
# 3. Gateway definitions named *Flags list single bits: any integer is taken.
# 4. Events without a published definition, and the definition they are held against instead (None: none is near):
EVENTS = {
    "CHANNEL_UPDATE": "GatewayChannelCreateDispatchData",
    "THREAD_CREATE": "APIChannel",
    "THREAD_UPDATE": "APIChannel",
    "THREAD_DELETE": None,  # "a subset of the channel object, containing just the id, guild_id, parent_id, and type"
    "THREAD_LIST_SYNC": None,
    "GUILD_UPDATE": "APIPartialGuild",
    "GUILD_ROLE_CREATE": None,
    "RESUMED": None,
}
# 5. The codes inside a form's nested errors are published as integers and are text ("BASE_TYPE_REQUIRED") in the prose.
INTERACTIONS = {2: {1: "SLASH", 2: "USER", 3: "MESSAGE"}, 3: {2: "BUTTON"}, 4: {1: "AUTOCOMPLETE"}, 5: {}}
COMMANDS = {2: "IDENTIFY", 6: "RESUME"}


class Checker:
    """An observer of the loopback Discord; `wrong` lists what breaks the descriptions, `seen` the operations met.

    With `bad_requests_meant` a request that breaks them is right as long as it is refused (for tests of nonsense).
    """

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.events: list[str] = []
        self.sent_ops: list[int] = []
        self.bad_requests_meant = False

    def exchange(self, method, template, path, query, request_json, status, response_json) -> None:
        """Check a request of the bot, and the double's answer to it."""
        name = f"{method} {template}"
        self.seen.add(name)
        operation = described().openapi["paths"].get(template, {}).get(method.lower())
        if operation is None:
            self.wrong.append(f"{name} is not in the published API")
            return
        pointer = f"/paths/{_pointer(template)}/{method.lower()}"
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body is not None and request_json is not None:
            found = described().faults(
                f"{pointer}/requestBody/content/application~1json/schema", leniently(request_json)
            )
            if found and (status < 400 or not self.bad_requests_meant):
                self.wrong.append(f"{name}: request: {found}")
        edge = status >= 400 and response_json is None  # planned by a test: what stands before Discord answers no JSON
        if status < 500 and not edge:
            self._answer(name, operation, pointer, status, response_json)

    def _answer(self, name: str, operation: Any, pointer: str, status: int, value: Any) -> None:
        if status >= 400:
            value = with_numbers(value)
            schema = "/components/schemas/" + ("RatelimitedResponse" if status == 429 else "ErrorResponse")
        elif str(status) not in operation["responses"]:
            self.wrong.append(f"{name}: answers {status}, which is not published")
            return
        elif "content" not in operation["responses"][str(status)]:
            if value is not None:
                self.wrong.append(f"{name}: {status} has a body")
            return
        else:
            schema = f"{pointer}/responses/{status}/content/application~1json/schema"
        if found := described().faults(schema, value):
            self.wrong.append(f"{name}: answer {status}: {found}")

    def event(self, name: str, payload: Any) -> None:
        """Check an event of the double."""
        self.events.append(name)
        key = f"INTERACTION_{_interaction(payload)}" if name == "INTERACTION_CREATE" else name
        published = described().gateway["definitions"]["Gateway"]["properties"]
        if key in published:
            definition = published[key]["$ref"].removeprefix("#/definitions/")
        elif key in EVENTS:
            definition = EVENTS[key]
        else:
            self.wrong.append(f"event {name} is not published")
            return
        if definition and (found := described().event_faults(definition, payload)):
            self.wrong.append(f"event {key}: {found}")

    def sent(self, op: int, d: Any) -> None:
        """Check a gateway command of the bot."""
        self.sent_ops.append(op)
        if op in COMMANDS:
            published = described().gateway["definitions"]["Gateway"]["properties"]
            definition = published[COMMANDS[op]]["$ref"].removeprefix("#/definitions/")
            if found := described().event_faults(definition, leniently(d)):
                self.wrong.append(f"command {op}: {found}")


def _interaction(payload: Any) -> str:
    data = payload["data"]
    if payload["type"] == 5:
        return "MODAL"
    kind = data["component_type"] if payload["type"] == 3 else data["type"]
    return INTERACTIONS[payload["type"]].get(kind, "SELECT")


class Described:
    """The two published descriptions, each schema compiled at its first use."""

    def __init__(self) -> None:
        self._compiled: dict[str, Any] = {}

    @cached_property
    def openapi(self) -> Any:
        return json.loads(OPENAPI.read_text(encoding="utf-8"))

    @cached_property
    def gateway(self) -> Any:
        document = json.loads(GATEWAY.read_text(encoding="utf-8"))
        for name, schema in document["definitions"].items():
            if name.endswith("Flags") and schema.keys() & {"enum", "const"}:
                document["definitions"][name] = {"type": "integer"}
        return document

    @cached_property
    def _rest(self) -> Any:
        return jsonschema_rs.Registry([("https://double.invalid/api", self.openapi)], draft=jsonschema_rs.Draft202012)

    @cached_property
    def _gate(self) -> Any:
        return jsonschema_rs.Registry([("https://double.invalid/gateway", self.gateway)], draft=jsonschema_rs.Draft7)

    def faults(self, pointer: str, value: Any) -> str:
        """Say what is wrong with a value by a schema of the REST description; "" if nothing is."""
        address = f"https://double.invalid/api#{quote(pointer, safe='/~@')}"
        if address not in self._compiled:
            self._compiled[address] = jsonschema_rs.Draft202012Validator({"$ref": address}, registry=self._rest)
        return _told(self._compiled[address], value)

    def event_faults(self, definition: str, value: Any) -> str:
        """Say what is wrong with a gateway payload; "" if nothing is."""
        address = f"https://double.invalid/gateway#/definitions/{definition}"
        if address not in self._compiled:
            self._compiled[address] = jsonschema_rs.Draft7Validator({"$ref": address}, registry=self._gate)
        return _told(self._compiled[address], value)


_ONE = Described()


def described() -> Described:
    """Give the descriptions, read once a process."""
    return _ONE


def _told(validator: Any, value: Any) -> str:
    if validator.is_valid(value):
        return ""
    errors = validator.iter_errors(value)
    return "; ".join(f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in errors)


def _pointer(template: str) -> str:
    return template.replace("~", "~0").replace("/", "~1")


def with_numbers(value: Any) -> Any:
    """Write the textual codes of nested errors as a number."""
    if isinstance(value, list):
        return [with_numbers(v) for v in value]
    if isinstance(value, dict):
        return {k: 0 if k == "code" and isinstance(v, str) else with_numbers(v) for k, v in value.items()}
    return value


def leniently(value: Any, inside: str = "") -> Any:
    """Write integers as text where real clients send them for snowflakes."""
    if isinstance(value, list):
        whole = inside in SNOWFLAKE_LISTS
        return [str(v) if whole and isinstance(v, int) else leniently(v, inside) for v in value]
    if isinstance(value, dict):
        names = SNOWFLAKE_NAMES | ({"id"} if inside in LISTS_OF_IDS else set())
        return {
            k: str(v) if k in names and isinstance(v, int) and not isinstance(v, bool) else leniently(v, k)
            for k, v in value.items()
        }
    return value
