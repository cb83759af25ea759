"""The token, what an address may prove, and whose profile a link leads to."""

import re
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.ownership import ALPHABET, is_profile, make_token, may_prove, names, token_pattern

TOKEN = "teambot-abcde23456"


def test_a_token_is_ten_letters_that_nobody_mistakes() -> None:
    made = {make_token(secrets.choice) for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"teambot-[a-hjkmnp-z2-9]{10}", token) for token in made)
    assert make_token(lambda letters: letters[0]) == "teambot-aaaaaaaaaa"
    assert not set("ilo01") & set(ALPHABET)


@given(st.text(ALPHABET, min_size=10, max_size=10), st.text(max_size=20), st.text(max_size=20))
def test_a_token_is_found_wherever_it_stands_alone(letters: str, before: str, after: str) -> None:
    wanted = re.compile(token_pattern(f"teambot-{letters}"), re.IGNORECASE)
    assert wanted.search(f"{before} TEAMBOT-{letters.upper()}.{after}")
    assert wanted.search(f"{before} teambot\u2011{letters}\n{after}")
    assert not wanted.search(f"teambot-{letters}x")


ADDRESSES = [
    ("a page", "https://ben.test/about", True),
    ("a page of old software", "https://ben.test/?page_id=2", True),
    ("a search", "https://ben.test/?s=tea", False),
    ("a search for the token", f"https://ben.test/?s={TOKEN}", False),
    ("a page that repeats its path", f"https://ben.test/search/{TOKEN}", False),
    ("its letters alone", "https://ben.test/tag/ABCDE23456", False),
    ("escaped", "https://ben.test/tag/%61bcde23456", False),
    ("escaped over again", "https://ben.test/tag/%252561bcde23456", False),
    ("escaped beyond all use", "https://ben.test/" + "%25" * 9 + "41", True),
    ("two questions", "https://ben.test/?p=1&q=2", False),
    ("no address", "http://[", False),
]


@pytest.mark.parametrize(("url", "expected"), [row[1:] for row in ADDRESSES], ids=[row[0] for row in ADDRESSES])
def test_an_address_that_could_say_the_token_itself_proves_nothing(url: str, expected: bool) -> None:
    assert may_prove(url, TOKEN) is expected


@given(st.integers(0, 8))
def test_no_depth_of_escapes_hides_a_token(depth: int) -> None:
    letters = "%61bcde23456"
    for _ in range(depth):
        letters = letters.replace("%", "%25")
    assert names(f"https://ben.test/{letters}", TOKEN)


PROFILES = [
    ("https://discord.com/users/42", True),
    ("http://discord.com/users/42/", True),
    ("https://discordapp.com/users/42", True),
    ("HTTPS://WWW.Discord.com/users/42", True),
    ("https://discord.com/users/421", False),
    ("https://discord.com/users/042", False),
    ("https://discord.com.evil.test/users/42", False),
    ("https://evil.test/discord.com/users/42", False),
    ("https://discord.com@evil.test/users/42", False),
    ("https://discordXcom/users/42", False),
    ("https://discord.com/users/42/../43", False),
]


@pytest.mark.parametrize(("url", "expected"), PROFILES)
def test_whose_profile_a_link_leads_to(url: str, expected: bool) -> None:
    assert is_profile(url, 42) is expected
