"""What Discord refuses although its published schemas let it through (and the plainer limits), a row a rule."""

import aiohttp
import pytest

from tests.sandbox.conftest import Club, Http

V2 = 1 << 15


def text(content: str = "x") -> dict:
    return {"type": 10, "content": content}


def button(**more) -> dict:
    return {"type": 2, "style": 1, "label": "b", "custom_id": "b"} | more


def row(*parts: dict) -> dict:
    return {"type": 1, "components": list(parts)}


def box(*parts: dict, **more) -> dict:
    return {"type": 17, "components": list(parts)} | more


def menu(*values: str, **more) -> dict:
    options = [{"label": value, "value": value} for value in values]
    return {"type": 3, "custom_id": "m", "options": options} | more


def link(**more) -> dict:
    return {"type": 2, "style": 5, "label": "l", "url": "https://example.org"} | more


EMPTY, FORM = 50006, 50035
# (why, body, code, where the refusal points)
MESSAGES = [
    ("nothing in it", {}, EMPTY, ""),
    ("white space is nothing", {"content": "  \n"}, EMPTY, ""),
    ("empty lists are nothing", {"embeds": [], "components": []}, EMPTY, ""),
    ("a body that is a list", [], FORM, ""),
    ("text of a number", {"content": 5}, FORM, "content"),
    ("2001 characters", {"content": "x" * 2001}, FORM, "content"),
    ("a nonce of 26", {"content": "x", "nonce": "n" * 26, "enforce_nonce": True}, FORM, "nonce"),
    ("the ephemeral flag in a channel", {"content": "x", "flags": 64}, FORM, "flags"),
    ("a flag nobody may set", {"content": "x", "flags": 1}, FORM, "flags"),
    ("11 embeds", {"embeds": [{"title": "t"}] * 11}, FORM, "embeds"),
    ("a title of 257", {"embeds": [{"title": "x" * 257}]}, FORM, "embeds.0.title"),
    ("6001 characters in embeds", {"embeds": [{"description": "x" * 3001}] * 2}, FORM, "embeds"),
    ("26 fields", {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, FORM, "embeds.0.fields"),
    ("new kinds without the flag", {"components": [text()]}, FORM, "components.0.type"),
    ("content beside the new kind", {"flags": V2, "content": "x", "components": [text()]}, FORM, "content"),
    ("embeds beside the new kind", {"flags": V2, "embeds": [{"title": "t"}], "components": [text()]}, FORM, "embeds"),
    ("the flag alone", {"flags": V2}, EMPTY, ""),
    ("one custom_id twice", {"components": [row(button(), button())]}, FORM, "components.0.components.1.custom_id"),
    ("one id twice", {"flags": V2, "components": [text() | {"id": 7}, text() | {"id": 7}]}, FORM, "components.1.id"),
    ("41 components", {"flags": V2, "components": [text()] * 41}, FORM, "components"),
    ("41 with the nested", {"flags": V2, "components": [box(*[text()] * 20), box(*[text()] * 19)]}, FORM, "components"),
    ("4001 in two texts", {"flags": V2, "components": [text("x" * 2001), text("x" * 2000)]}, FORM, "components"),
    (
        "a link with a custom_id",
        {"components": [row(link(custom_id="l"))]},
        FORM,
        "components.0.components.0.custom_id",
    ),
    ("a link without an address", {"components": [row(link(url=None))]}, FORM, "components.0.components.0.url"),
    ("a link to javascript", {"components": [row(link(url="javascript:1"))]}, FORM, "components.0.components.0.url"),
    (
        "a button without custom_id",
        {"components": [row(button(custom_id=None))]},
        FORM,
        "components.0.components.0.custom_id",
    ),
    ("a button without a face", {"components": [row(button(label=None))]}, FORM, "components.0.components.0"),
    ("a label of 81", {"components": [row(button(label="x" * 81))]}, FORM, "components.0.components.0.label"),
    (
        "a custom_id of 101",
        {"components": [row(button(custom_id="x" * 101))]},
        FORM,
        "components.0.components.0.custom_id",
    ),
    ("style 9", {"components": [row(button(style=9))]}, FORM, "components.0.components.0.style"),
    (
        "6 buttons",
        {"components": [row(*[button(custom_id=str(n)) for n in range(6)])]},
        FORM,
        "components.0.components",
    ),
    ("a button beside a menu", {"components": [row(button(), menu("a"))]}, FORM, "components.0.components"),
    ("a row in a row", {"components": [row(row(button()))]}, FORM, "components.0.components.0.type"),
    ("a text input in a message", {"components": [row({"type": 4})]}, FORM, "components.0.components.0.type"),
    ("a button without a row", {"components": [button()]}, FORM, "components.0.type"),
    ("6 rows of the old kind", {"components": [row(button(custom_id=str(n))) for n in range(6)]}, FORM, "components"),
    ("a box in a box", {"flags": V2, "components": [box(box(text()))]}, FORM, "components.0.components.0.type"),
    (
        "a section without its side",
        {"flags": V2, "components": [{"type": 9, "components": [text()]}]},
        FORM,
        "components.0.accessory.type",
    ),
    ("an empty text", {"flags": V2, "components": [text("")]}, FORM, "components.0.content"),
    ("26 options", {"components": [row(menu(*map(str, range(26))))]}, FORM, "components.0.components.0.options"),
    ("no options", {"components": [row(menu())]}, FORM, "components.0.components.0.options"),
    ("one value twice", {"components": [row(menu("a", "a"))]}, FORM, "components.0.components.0.options.1.value"),
    (
        "more than there are",
        {"components": [row(menu("a", max_values=2))]},
        FORM,
        "components.0.components.0.max_values",
    ),
    ("an unknown kind", {"flags": V2, "components": [{"type": 99}]}, FORM, "components.0.type"),
    ("a reply to nothing", {"content": "x", "message_reference": {"message_id": "5"}}, FORM, "message_reference"),
    (
        "users twice",
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["5"]}},
        FORM,
        "allowed_mentions",
    ),
]


def pointed(errors: dict, path: str) -> bool:
    for name in filter(None, path.split(".")):
        errors = errors[name]
    return bool(errors["_errors"])


@pytest.mark.parametrize(("why", "body", "code", "path"), MESSAGES, ids=[row[0] for row in MESSAGES])
async def test_a_message_is_refused(
    why: str, body: object, code: int, path: str, club: Club, http: Http, checker
) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    status, answer = await http("POST", f"/channels/{club.room.id}/messages", body)
    assert (status, answer["code"]) == (400, code)
    assert club.ann.sees(club.room.id) == []
    if code == FORM:
        assert pointed(answer["errors"], path), answer


# What is at the limit, and must pass.
FINE = [
    ("2000 characters", {"content": "x" * 2000}),
    ("a nonce of 25", {"content": "x", "nonce": "n" * 25}),
    ("6000 in embeds", {"embeds": [{"description": "x" * 3000}] * 2}),
    ("40 components", {"flags": V2, "components": [box(*[text()] * 39)]}),
    ("4000 in texts", {"flags": V2, "components": [text("x" * 2000), text("y" * 2000)]}),
    ("5 buttons", {"components": [row(*[button(custom_id=str(n)) for n in range(5)])]}),
    ("25 options", {"components": [row(menu(*map(str, range(25))))]}),
    ("unknown properties are ignored", {"content": "x", "colour": "blue", "components": [row(button(shape="round"))]}),
    ("a reply that may miss", {"content": "x", "message_reference": {"message_id": "5", "fail_if_not_exists": False}}),
]


@pytest.mark.parametrize(("why", "body"), FINE, ids=[row[0] for row in FINE])
async def test_a_message_at_the_limit_passes(why: str, body: dict, club: Club, http: Http) -> None:
    status, answer = await http("POST", f"/channels/{club.room.id}/messages", body)
    assert status == 200, answer
    assert len(club.ann.sees(club.room.id)) == 1


def command(**more) -> dict:
    return {"name": "ok", "description": "d", "type": 1} | more


def option(**more) -> dict:
    return {"name": "o", "description": "d", "type": 3} | more


CHOICE = {"name": "c", "value": "c"}
COMMANDS = [
    ("an upper-case name", command(name="Week"), "name"),
    ("a name with a blank", command(name="a b"), "name"),
    ("a name of 33", command(name="x" * 33), "name"),
    ("no description", command(description=""), "description"),
    ("a description of 101", command(description="x" * 101), "description"),
    ("26 options", command(options=[option(name=f"o{n}") for n in range(26)]), "options"),
    ("an option twice", command(options=[option(), option()]), "options.1.name"),
    ("required after optional", command(options=[option(), option(name="p", required=True)]), "options.1"),
    ("26 choices", command(options=[option(choices=[CHOICE] * 26)]), "options.0.choices"),
    (
        "choices and autocomplete",
        command(options=[option(choices=[CHOICE], autocomplete=True)]),
        "options.0.autocomplete",
    ),
    ("an upper-case option", command(options=[option(name="O")]), "options.0.name"),
    ("option of an unknown type", command(options=[option(type=12)]), "options.0.type"),
    ("a menu with a description", {"name": "M", "type": 3, "description": "d"}, "description"),
    (
        "8001 characters",
        command(
            options=[
                option(name=f"o{n}", description="x" * 100, choices=[{"name": "y" * 99, "value": "z" * 99}] * 2)
                for n in range(25)
            ]
        ),
        "",
    ),
]


@pytest.mark.parametrize(("why", "body", "path"), COMMANDS, ids=[row[0] for row in COMMANDS])
async def test_a_command_is_refused(why: str, body: dict, path: str, loopback, http: Http, checker) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    status, answer = await http("POST", f"/applications/{http.app_id}/commands", body)
    assert (status, answer["code"]) == (400, 50035)
    assert pointed(answer["errors"], path), answer
    status, answer = await http("PUT", f"/applications/{http.app_id}/commands", [command(), body])
    assert (status, answer["code"]) == (400, 50035)
    assert pointed(answer["errors"], f"1.{path}"), answer
    assert await http("GET", f"/applications/{http.app_id}/commands") == (200, [])


async def test_the_number_of_commands_is_limited(loopback, http: Http) -> None:
    commands = f"/applications/{http.app_id}/commands"
    assert (await http("PUT", commands, [command(name=f"c{n}") for n in range(100)]))[0] == 200
    status, answer = await http("PUT", commands, [command(name=f"c{n}") for n in range(101)])
    assert (status, answer["code"]) == (400, 30032)
    status, answer = await http("PUT", commands, [command(), command()])
    assert (status, answer["code"]) == (400, 50035)


async def test_one_command_is_made_changed_and_deleted(club: Club, http: Http) -> None:
    for base in (
        f"/applications/{http.app_id}/commands",
        f"/applications/{http.app_id}/guilds/{club.guild.id}/commands",
    ):
        status, made = await http("POST", base, command(name="one"))
        assert status == 201
        assert (await http("POST", base, command(name="one")))[0] == 200
        one = f"{base}/{made['id']}"
        status, changed = await http("PATCH", one, {"description": "new"})
        assert (status, changed["description"], changed["id"]) == (200, "new", made["id"])
        assert changed["version"] != made["version"]
        assert await http("GET", one) == (200, changed)
        assert (await http("DELETE", one))[0] == 204
        status, answer = await http("GET", one)
        assert (status, answer["code"]) == (404, 10063)


FORMS = [
    ("a title of 46", {"title": "x" * 46}),
    ("no title", {"title": ""}),
    ("no fields", {"components": []}),
    (
        "6 fields",
        {
            "components": [
                {"type": 18, "label": "l", "component": {"type": 4, "style": 1, "custom_id": str(n)}} for n in range(6)
            ]
        },
    ),
    (
        "a label of 46",
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "style": 1, "custom_id": "c"}}]},
    ),
    ("a button in a label", {"components": [{"type": 18, "label": "l", "component": button()}]}),
    ("a custom_id of 101", {"custom_id": "x" * 101}),
]


@pytest.mark.parametrize(("why", "change"), FORMS, ids=[row[0] for row in FORMS])
async def test_a_form_is_refused(why: str, change: dict, club: Club, http: Http, checker) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    field = {"type": 18, "label": "l", "component": {"type": 4, "style": 1, "custom_id": "c"}}
    path = await opened(club, http)
    data = {"title": "t", "custom_id": "f", "components": [field]}
    status, answer = await http("POST", path, {"type": 9, "data": data | change})
    assert (status, answer["code"]) == (400, 50035)
    assert (await http("POST", path, {"type": 9, "data": data}))[0] == 204


async def opened(club: Club, http: Http) -> str:
    """Open an act and give the address of its callback."""
    await http("PUT", f"/applications/{http.app_id}/commands", [command()])
    acts = club.double.acts
    act = acts.open(2, club.ann.id, club.room.id, {"id": "1", "name": "ok", "type": 1})
    return f"/interactions/{act.id}/{act.token}/callback"


async def test_an_answer_must_fit_the_act(club: Club, http: Http, checker) -> None:
    if checker is not None:
        checker.bad_requests_meant = True
    path = await opened(club, http)
    for body in (
        {"type": 8, "data": {"choices": []}},
        {"type": 6},
        {"type": 7, "data": {}},
        {"type": 1},
        {"type": 77},
        {},
    ):
        status, answer = await http("POST", path, body)
        assert (status, answer["code"]) == (400, 50035)
    unknown = path.replace("/callback", "x/callback")
    assert (await http("POST", unknown, {"type": 5}))[1]["code"] == 10062
    token = path.split("/")[3]
    hook = f"/webhooks/{http.app_id}/{token}"
    assert (await http("POST", hook, {"content": "too early"}))[1]["code"] == 10015
    status, answer = await http("POST", path + "?with_response=true", {"type": 5, "data": {"flags": 64}})
    assert status == 200
    assert "resource" not in answer
    assert answer["interaction"]["response_message_loading"] is True
    assert (await http("GET", f"{hook}/messages/@original"))[1]["flags"] == 64 | 128
    assert (await http("PATCH", f"{hook}/messages/@original", {"content": ""}))[1]["code"] == 50006
    assert (await http("PATCH", f"{hook}/messages/@original", {"content": "now"}))[1]["flags"] == 64
    assert (await http("GET", f"{hook}/messages/5"))[1]["code"] == 10008


async def test_nonsense_at_the_door(club: Club, http: Http, checker) -> None:
    """Bad ids, bad JSON, unknown routes and no token are told apart, and none is a 500."""
    if checker is not None:
        checker.bad_requests_meant = True
    messages = f"/channels/{club.room.id}/messages"
    cases = [
        (("GET", "/channels/x"), 400, 50035),
        (("GET", "/channels/5"), 404, 10003),
        (("GET", "/guilds/5"), 404, 10004),
        (("GET", f"/guilds/{club.guild.id}/members/5"), 404, 10013),
        (("GET", f"{messages}?limit=101"), 400, 50035),
        (("GET", f"{messages}?before=5&after=6"), 400, 50035),
        (("GET", "/nowhere"), 404, 0),
        (("POST", "/users/@me/channels", {"recipient_id": "5"}), 400, 50035),
        (("POST", "/users/@me/channels", {"recipient_id": str(http.app_id)}), 403, 50007),
        (("PUT", f"/applications/{http.app_id}/commands", {}), 400, 50035),
        (("PUT", "/applications/5/commands", []), 403, 50001),
    ]
    for call, status, code in cases:
        found, answer = await http(*call)
        assert (found, answer["code"]) == (status, code), call
    async with http.session.post(
        http.base + messages, data="{", headers={"Content-Type": "application/json"}
    ) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
        assert response.headers["Content-Type"] == "application/json"
    async with aiohttp.ClientSession() as stranger, stranger.get(http.base + "/users/@me") as response:
        assert response.status == 401
