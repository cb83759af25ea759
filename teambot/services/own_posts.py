"""Whose a post is: its author's where it stands on their blog or in their feed, and never another member's."""

from collections.abc import Collection

from teambot.domain.members import Member
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, same_blog
from teambot.feeds.places import is_of_another, stands_on, within
from teambot.services.typed import web_address
from teambot.storage import blogs, feeds, members, submission_keys
from teambot.storage.runner import Tx


class OwnPosts:
    """What tells a member's own posts from those of others, loaded once."""

    def __init__(self, tx: Tx, member: Member) -> None:
        self._tx = tx
        self._member = member
        self.profile = members.profile_of(tx, member.id)
        self.blog_url: str = self.profile.blog_url
        there = blogs.of_team(tx, member.team_id)
        self._others = frozenset(blog for one, blog, _ in there if one != member.id and blog)

    def check(self, url: str) -> str:
        """Give the typed address of a post of the member's back. Raises Refusal("no-web-address" | "not-your-blog")."""
        address = web_address(url)
        if not self.has(address):
            raise Refusal("not-your-blog", blog=self.blog_url)
        return address

    def has(self, address: str) -> bool:
        """Tell whether a post is the member's.

        An item of their feed is, wherever it stands (a feed may lead to another host), but not on another's blog. What
        only others' feeds show is theirs, unless it stands under this blog's own address.
        """
        if is_of_another(address, self.blog_url, self._others):
            return False
        if within(address, self.blog_url):
            return True
        key = address_key(address)
        if self._is_item(key):
            return True
        on_blog = stands_on(address, self.blog_url, self._others)
        return on_blog and not blogs.showing(self._tx, self._member.team_id, (key,))

    def may_lead_to(self, address: str, place: str) -> bool:
        """Tell whether readers of one of the member's posts may come out at a place: not on another member's blog.

        On the same host they may, and an item of the member's feed may lead anywhere else.
        """
        if is_of_another(place, self.blog_url, self._others):
            return False
        if same_blog(place, self.blog_url):
            return True
        return self._is_item(address_key(address))

    def keys_of(self, address: str, called: Collection[str]) -> tuple[str, ...]:
        """Give the keys that a post is known by, its address's first; `called`: those of what its page calls it.

        What another address of the member's was called too names no one post (a front page, a page of consent), unless
        it is a post's own address: of one put forward, or of an item.
        """
        own = address_key(address)
        others = [key for key in called if key != own]
        posts = [(address_key(url), key) for url, key in submission_keys.known_by(self._tx, self._member.id, others)]
        named = {key for post, key in posts if post == key}
        shared = {key for post, key in posts if post not in (key, own)} - named
        return (own, *(key for key in others if key not in shared or self._is_item(key)))

    def _is_item(self, key: str) -> bool:
        return feeds.item_at(self._tx, self._member.id, key) is not None
