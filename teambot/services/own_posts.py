"""Whose a post is: its author's where it stands on their blog or in their feed, and never another member's."""

from teambot.domain.members import Member
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, same_blog
from teambot.feeds.places import is_of_another, stands_on, within
from teambot.services.typed import web_address
from teambot.storage import blogs, feeds, members
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
        if feeds.item_at(self._tx, self._member.id, key) is not None:
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
        return feeds.item_at(self._tx, self._member.id, address_key(address)) is not None
