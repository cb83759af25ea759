"""Somebody who would like to join, as the team reads it: on the vote's card."""

from datetime import date

from teambot.chat.render.blocks import Block, Button, Section, Text
from teambot.chat.render.text import Safe, host, named, safe_url, shown, written_out
from teambot.chat.render.voice import Voice
from teambot.domain.motion_views import Candidate

_NICHE_MOST = 200


def candidate_blocks(voice: Voice, candidate: Candidate, most: int) -> tuple[Block, ...]:
    """Draw what is known of a candidate; what they and their voucher wrote is at most `most` long each."""
    words = [
        voice.say("candidate-niche", niche=shown(candidate.niche, min(most, _NICHE_MOST))),
        _feed(voice, candidate),
        voice.say("candidate-why", words=shown(candidate.why, most)),
        voice.say("candidate-readers", words=shown(candidate.readers, most)),
    ]
    if candidate.voucher:
        vouch = voice.say("candidate-voucher", name=named(candidate.voucher, 100))
        words.append(f"{vouch} “{shown(candidate.vouch_words, most)}”" if candidate.vouch_words else vouch)
    # Two addresses of 2,000 characters would fill a message by themselves: where all is cut, they are left out.
    longest = 8 * most
    blog = _place(voice, "candidate-blog", candidate.blog_url, "candidate-button-blog", longest)
    best = _place(voice, "candidate-best", candidate.best_post, "candidate-button-best", longest)
    return (blog, Text("\n".join(words)), best)


def _place(voice: Voice, key: str, url: str, verb: str, longest: int) -> Block:
    """Say where something stands, with a button that leads there, or the address written out where it is too long."""
    words = voice.say(key, host=host(url))
    address = safe_url(url)
    if address:
        return Section(words, Button(voice.plain(verb), url=address))
    written = written_out(url) or ""
    return Text(f"{words}\n{written}" if 0 < len(written) <= longest else words)


def _feed(voice: Voice, candidate: Candidate) -> str:
    """Say since when and how often somebody posts, beside the team's range."""
    lines = []
    since = _day(candidate.since)
    if since is not None:
        lines.append(voice.say("candidate-since", since=since))
    if candidate.per_month is not None:
        lines.append(voice.say("candidate-often", times=_times(candidate.per_month)))
    if not lines:
        lines.append(voice.say("candidate-feed-unknown"))
    elif candidate.team_low is not None and candidate.team_high is not None:
        low, high = _times(candidate.team_low), _times(candidate.team_high)
        lines.append(voice.say("candidate-team-range", low=low, high=high))
    return " ".join(lines)


def _day(since: str | None) -> Safe | None:
    """Give an ISO date as it is written; None for none."""
    try:
        return Safe(date.fromisoformat(since or "").isoformat())
    except ValueError:
        return None


def _times(per_month: float) -> Safe:
    """Give a number of posts with one digit at most: "4", "0.5"."""
    return Safe(f"{per_month:.1f}".removesuffix(".0"))
