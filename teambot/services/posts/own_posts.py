"""Whose a post is: its author's where it stands on their blog or in their feed, and never another member's."""

from collections.abc import Collection
from functools import cached_property

from teambot.errors import Refusal
from teambot.feeds.identity import address_key, same_blog
from teambot.feeds.places import is_no_post, is_of_another, place_of, stands_on, within
from teambot.services.feeds.whose import disputed, others
from teambot.services.typed import web_address
from teambot.storage import blogs, feeds, members, submission_keys
from teambot.storage.runner import Tx


class OwnPosts:
    """What tells a member's own posts from those of others, loaded once."""

    def __init__(self, tx: Tx, team_id: int, membership_id: int) -> None:
        self._tx = tx
        self._team_id = team_id
        self._membership_id = membership_id
        self.profile = members.profile_of(tx, membership_id)
        self.blog_url: str = self.profile.blog_url
        there = blogs.known(tx, team_id)
        self._others = frozenset(held.blog_url for held in others(there, membership_id) if held.blog_url)
        self.anothers = membership_id in disputed(there)

    def check(self, url: str) -> str:
        """Give the typed address of a post of the member's back.

        Raises Refusal("no-web-address" | "blog-of-another" | "not-your-blog" | "not-a-post").
        """
        address = web_address(url)
        self.check_blog()
        if not self.has(address):
            raise Refusal("not-your-blog", blog=self.blog_url)
        if is_no_post(address, self.blog_url) and not self._is_item(address_key(address)):
            raise Refusal("not-a-post", url=address)
        return address

    def check_blog(self) -> None:
        """Refuse all of a blog that the member only named and that somebody else has shown to be theirs."""
        if self.anothers:
            raise Refusal("blog-of-another", blog=self.blog_url)

    def has(self, address: str) -> bool:
        """Tell whether a post is the member's.

        An item of their feed is, wherever it stands (a feed may lead to another host), but not on another's blog. What
        only others' feeds show is theirs, unless it stands under this blog's own address.
        """
        if self.anothers or is_of_another(address, self.blog_url, self._others):
            return False
        on_blog = self._is_on_blog(address)
        if on_blog and within(address, self.blog_url):
            return True
        key = address_key(address)
        return self._is_item(key) or (on_blog and not blogs.showing(self._tx, self._team_id, (key,)))

    def may_lead_to(self, address: str, place: str) -> bool:
        """Tell whether readers of one of the member's posts may come out at a place: not on another member's blog.

        On the same host they may, and an item of the member's feed may lead anywhere else.
        """
        if is_of_another(place, self.blog_url, self._others):
            return False
        if same_blog(place, self.blog_url) or same_blog(place, self._moved_to):
            return True
        return self._is_item(address_key(address))

    def keys_of(self, address: str, called: Collection[str], sure: Collection[str]) -> tuple[str, ...]:
        """Give the keys that a post is known by, its address's first; `called`: those of what its page calls it.

        What another address of the member's was called too names no one post (a front page, a page of consent), unless
        it is a post's own address (of one put forward, or of an item), or among the `sure`.
        """
        own = address_key(address)
        others = [key for key in called if key != own]
        posts = [
            (address_key(url), key) for url, key in submission_keys.known_by(self._tx, self._membership_id, others)
        ]
        named = {key for post, key in posts if post == key}
        shared = {key for post, key in posts if post not in (key, own)} - named
        return (own, *(key for key in others if key in sure or key not in shared or self._is_item(key)))

    def _is_on_blog(self, address: str) -> bool:
        if stands_on(address, self.blog_url, self._others):
            return True
        return bool(self._moved_to) and stands_on(address, self._moved_to, self._others)

    @cached_property
    def _moved_to(self) -> str:
        """Give the place to which their feed has moved for good and now shows posts; empty where there is none."""
        feed = feeds.of_member(self._tx, self._membership_id)
        if feed is None or feed.url_original is None:
            return ""
        newest = feeds.newest(self._tx, self._membership_id, 1)
        return place_of(newest[0].url) if newest and same_blog(newest[0].url, feed.url) else ""

    def _is_item(self, key: str) -> bool:
        return feeds.item_at(self._tx, self._membership_id, key) is not None
