"""The other feeds that a blog announces, for its owner to pick one."""

from collections.abc import Iterable

from teambot.chat.render.blocks import Group, Menu, Option, Row, Text
from teambot.chat.render.text import cut, safe_url
from teambot.chat.render.voice import Voice
from teambot.domain.blog_facts import FeedChoice

_MOST = 10
_OPTION_MOST = 100  # characters of an option's value and of its label; a longer address is typed into the form


def another_feed(voice: Voice, custom_id: str, choices: Iterable[FeedChoice]) -> tuple[Group, ...]:
    """Offer the other feeds in a menu; nothing where there is none to offer."""
    urls = {one.url: one.title for one in choices if len(one.url) <= _OPTION_MOST and safe_url(one.url)}
    options = tuple(
        Option(cut(f"{title}: {url}" if title else url, _OPTION_MOST), url) for url, title in list(urls.items())[:_MOST]
    )
    if not options:
        return ()
    menu = Menu(custom_id, voice.plain("feed-menu-another"), options)
    return ((Text(voice.say("feed-others", others=len(options))), Row((menu,))),)
