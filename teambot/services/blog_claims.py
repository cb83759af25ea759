"""Another blog than the one that a member has: taken once they have shown that it is theirs, as at applying."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from teambot.domain.notices import OF_ITS_POSTS, OF_THE_BLOG, OF_THE_FEED, NoticeKind
from teambot.domain.ownership import Proof, make_token
from teambot.domain.profiles import BlogClaim, SettingsChanged
from teambot.feeds.places import is_owners_too
from teambot.services.applications.may_apply import check_blog
from teambot.services.caller import Caller, enter_belongs, find, find_belongs
from teambot.services.feeds.polled import FeedRead, check_free, keep_feed
from teambot.services.feeds.whose import disputed, only_named
from teambot.services.news import tell
from teambot.storage import blogs, members, notices
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class Known:
    """The blog that a member has, and the token for another; `anothers`: see `feeds.whose.disputed`."""

    blog_url: str
    token: str
    anothers: bool

    def needs_proof(self, blog_url: str) -> bool:
        """Tell whether a blog is taken only once it is shown to be theirs: not what is a part of their own."""
        return self.anothers or not is_owners_too(blog_url, self.blog_url)


@dataclass(frozen=True, slots=True)
class NameBlog:
    """A blog that a member names, as it was just read; `proof`: what was found of `token` or of a link, if anything."""

    found: FeedRead
    token: str
    proof: Proof | None


def claim_of(held: Mapping[str, Any] | None) -> BlogClaim | None:
    """Read what a profile holds of a claim."""
    return BlogClaim(held["blog"], held["feed"], held["token"]) if held else None


def known(tx: Tx, caller: Caller, _: None, now: datetime) -> Known:  # noqa: ARG001
    """Load what decides about another blog of the caller's; the token is that of their claim, if they have one."""
    team, member = find_belongs(tx, caller)
    return _known(tx, team.id, member.id, make_token(secrets.choice))


def _known(tx: Tx, team_id: int, membership_id: int, token: str) -> Known:
    profile = members.profile_of(tx, membership_id)
    claim = claim_of(profile.blog_claim)
    anothers = membership_id in disputed(blogs.known(tx, team_id))
    return Known(profile.blog_url, claim.token if claim else token, anothers)


def standing(tx: Tx, caller: Caller, _: None, now: datetime) -> BlogClaim | None:  # noqa: ARG001
    """Load the caller's claim, if they have one."""
    member = find_belongs(tx, caller)[1]
    return claim_of(members.profile_of(tx, member.id).blog_claim)


def name_blog(tx: Tx, caller: Caller, command: NameBlog, now: datetime) -> SettingsChanged:
    """Take the blog that a member names, or keep it as a claim until it is shown to be theirs.

    Raises Refusal("blog-taken" | "blog-applied").
    """
    team, member = enter_belongs(tx, caller, find(tx, caller).team.id)
    profile = members.profile_of(tx, member.id)
    before = _known(tx, team.id, member.id, command.token)
    found, proven_at = command.found, profile.blog_proven_at
    own = is_owners_too(found.blog_url, before.blog_url)
    if before.needs_proof(found.blog_url):
        # Who had a blog before somebody else showed that it is theirs may show so, too.
        check_free(tx, team.id, member.id, found, shown=True) if own else check_blog(tx, team, member.id, found)
        # A token that another click of theirs made meanwhile was not the one looked for.
        if command.proof is None or (command.proof is not Proof.REL_ME and before.token != command.token):
            claim = {"blog": found.blog_url, "feed": found.url, "token": before.token}
            members.change_profile(tx, member.id, blog_claim=claim)
            return SettingsChanged(member.id)
        proven_at = now
        tell_those_who_named(tx, team.id, member.id, found.blog_url, now)
    else:
        check_free(tx, team.id, member.id, found, shown=proven_at is not None)
    members.keep_blog(tx, member.id, found.blog_url, proven_at)
    keep_feed(tx, member.id, found, now)
    over = (*OF_THE_FEED, *OF_THE_BLOG, *(() if own else OF_ITS_POSTS))
    notices.settle(tx, over, now, team_id=team.id, membership_id=member.id)
    return SettingsChanged(member.id)


def keep_mine(tx: Tx, caller: Caller, _: None, now: datetime) -> SettingsChanged:  # noqa: ARG001
    """Keep the blog that the caller has, and forget what they named."""
    member = enter_belongs(tx, caller, find(tx, caller).team.id)[1]
    members.change_profile(tx, member.id, blog_claim=None)
    return SettingsChanged(member.id)


def tell_those_who_named(tx: Tx, team_id: int, membership_id: int, blog_url: str, now: datetime) -> None:
    """Tell those who only named a blog that somebody has now shown to be theirs; each once, by nobody's name."""
    for held in only_named(blogs.of_team(tx, team_id), membership_id, blog_url):
        told = notices.unseen(tx, held.membership_id)
        if not any(one.kind in OF_THE_BLOG and one.facts["blog"] == held.blog_url for one in told):
            tell(tx, team_id, held.membership_id, NoticeKind.BLOG_OF_ANOTHER, {"blog": held.blog_url}, now)
