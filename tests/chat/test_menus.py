"""*Submit this post* on a message: which of its addresses is meant, whatever the message is, and who may."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.handed import addresses_in
from tests.chat.acts import refused
from tests.chat.conftest import FIELDS, Stage

MENU = "Submit this post"


def message(content: str = "", *, components: tuple[Any, ...] = (), embeds: tuple[Any, ...] = ()) -> Any:
    return SimpleNamespace(content=content, components=components, embeds=embeds, message_snapshots=())


def embed(url: str | None = None, description: str = "") -> Any:
    return SimpleNamespace(url=url, title=None, description=description, fields=())


WORDS = [
    ("New: https://tea.test/soup, read it!", ["https://tea.test/soup"], "the comma is the sentence's"),
    ("(https://tea.test/soup)", ["https://tea.test/soup"], "brackets around it"),
    ("https://tea.test/soup_(dish)", ["https://tea.test/soup_(dish)"], "a bracket of its own"),
    ("<https://tea.test/soup>", ["https://tea.test/soup"], "Discord's brackets against a preview"),
    ("[soup](https://tea.test/soup)", ["https://tea.test/soup"], "a link in markdown"),
    ("**https://tea.test/soup**", ["https://tea.test/soup"], "bold"),
    ("||https://tea.test/soup||", ["https://tea.test/soup"], "behind a spoiler"),
    ("HTTPS://Tea.Test/soup?", ["HTTPS://Tea.Test/soup"], "the case is kept"),
    ("https://tea.test/soup…", ["https://tea.test/soup"], "a sentence that is left open"),
    ("[https://a.test/1](https://a.test/1)", ["https://a.test/1"], "a link in markdown whose words are its address"),
    ("[https://a.test/1](https://b.test/2)", ["https://a.test/1", "https://b.test/2"], "and where they are another"),
    ("https://a.test/1,https://a.test/2", ["https://a.test/1", "https://a.test/2"], "a list without blanks"),
    ("https://a.test/1,2", ["https://a.test/1,2"], "a comma of its own"),
    ("看（https://tea.test/茶）。", ["https://tea.test/茶"], "the signs of another script"),
    ("https://tea.test/soup。好", ["https://tea.test/soup"], "a script without blanks"),
    ("https://a.test/1 https://a.test/2 https://a.test/1", ["https://a.test/1", "https://a.test/2"], "each once"),
    ("soup is nice; ftp://tea.test/x javascript:alert(1)", [], "nothing of the web's"),
    ("https://", [], "no address at all"),
]


@pytest.mark.parametrize(("text", "found", "why"), WORDS, ids=[row[2] for row in WORDS])
def test_the_addresses_in_words(text: str, found: list[str], why: str):
    assert list(addresses_in(message(text))) == found, why


def test_the_addresses_in_previews_buttons_and_what_is_passed_on():
    button = SimpleNamespace(url="https://tea.test/button")
    card = SimpleNamespace(
        children=(
            SimpleNamespace(content="a [card](https://tea.test/card)", children=()),
            SimpleNamespace(children=(SimpleNamespace(content="beside it"),), accessory=button),
        )
    )
    given = message("look", components=(card,), embeds=(embed("https://tea.test/preview", "see https://tea.test/in"),))
    given.message_snapshots = (message("https://tea.test/forwarded"),)
    names = ("card", "button", "preview", "in", "forwarded")
    assert addresses_in(given) == tuple(f"https://tea.test/{name}" for name in names)


def test_no_more_than_25_are_looked_at():
    assert len(addresses_in(message(" ".join(f"https://tea.test/{n}" for n in range(100))))) == 25


@given(st.text(st.sampled_from("htps:/.()[]<>|*_, \nax?"), max_size=80) | st.text(max_size=60))
def test_whatever_a_message_says_only_addresses_are_found_and_as_they_stand_there(text: str):
    for found in addresses_in(message(text)):
        assert found in text
        assert found.lower().startswith(("http://", "https://"))
        assert not any(sign.isspace() for sign in found)


async def test_a_card_of_the_bot_is_a_message_like_any_other(stage: Stage):
    await stage.to_plan(0, 1, 2)
    no = await stage.person(0).use_message_menu(stage.card().id, MENU)
    assert no.form is None, "refused before a word is written"
    assert "ana 1 was in a plan on" in refused(no)
    assert "26 weeks" in no.text


async def test_the_first_link_on_ones_own_blog_opens_the_form_with_what_the_feed_says(stage: Stage):
    await stage.form()
    said = stage.person(1).say(
        stage.channel,
        "Ben's https://ben.blog.test/1 and Ana's (http://www.ana.blog.test/2/?utm_source=x), at http://ana.blog.test!",
    )
    ana = stage.person(0)
    form = (await ana.use_message_menu(said.id, MENU)).form
    held = {field.custom_id: field.value for field in form.fields}
    assert held["title"] == "ana 2"
    assert "url" not in held, "it is an item of the feed"
    done = await ana.fill(form, {key: value for key, value in FIELDS.items() if key != "title"})
    assert "Your post is in" in done.text
    bens = (await stage.person(1).use_message_menu(said.id, MENU)).form
    assert "ben 1" in [field.value for field in bens.fields]


async def test_an_older_post_is_put_forward_by_its_address(stage: Stage):
    await stage.form()
    said = stage.person(0).say(stage.channel, "http://ana.blog.test and http://ana.blog.test/2019/soup")
    form = (await stage.person(0).use_message_menu(said.id, MENU)).form
    assert form.fields[0].value == "http://ana.blog.test/2019/soup", "the blog itself is no post"


async def test_a_message_without_a_link_of_ones_own_is_refused_with_what_to_do(stage: Stage):
    await stage.form()
    ana = stage.person(0)
    none = stage.person(1).say(stage.channel, "soup!")
    no = await ana.use_message_menu(none.id, MENU)
    assert refused(no) == "**There is no address in that message.**"
    theirs = stage.person(1).say(stage.channel, "http://ben.blog.test/1 https://evil.test/ana.blog.test")
    no = await ana.use_message_menu(theirs.id, MENU)
    assert refused(no) == "**None of the links in that message is on your blog.**"
    assert "Your blog is http\\://ana.blog.test." in no.text
    assert "/post submit" in no.text
    stranger = await stage.person(6).use_message_menu(theirs.id, MENU)
    assert refused(stranger) == "**You are not on Tea and Soup.**"
