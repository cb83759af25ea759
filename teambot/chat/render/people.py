"""Who is on the team, for its members; what its stewards did; and what whoever keeps it running needs to see."""

from collections.abc import Iterable

from teambot.chat.render.blocks import Block, Button, File, Group, Page, Row, Section, Text, pages
from teambot.chat.render.plan import show_button
from teambot.chat.render.text import named, shown, written_out
from teambot.chat.render.voice import Voice
from teambot.domain.members import NAME_MOST
from teambot.domain.opml import opml
from teambot.domain.people import Buddies, KeepingShown, KeptPerson, PeopleShown, PersonShown
from teambot.domain.standings import RoleState, Standing
from teambot.domain.stewards import Act, ActsShown

_ADDRESS_MOST = 500  # a longer one is cut: the file has it whole


def screen(voice: Voice, team: PeopleShown) -> tuple[Page, ...]:
    """Draw everybody by name, with their feeds as a file to take along, on as many pages as it takes."""
    paused = sum(one.standing is Standing.PAUSED for one in team.people)
    facts = {"members": len(team.people) - paused, "most": team.most_members}
    places = voice.say("people-places-break", paused=paused, **facts) if paused else voice.say("people-places", **facts)
    title = f"## {voice.say('people-title', team=team.team_name)}"
    groups: list[Group] = [(Text(f"{title}\n{places}"),)]
    groups += [(Text(_person(voice, one)),) for one in team.people]
    groups += _titled(voice.say("people-buddies"), (_buddies(voice, pair) for pair in team.buddies))
    if team.invited:
        groups += _titled(voice.say("people-invited"), (named(name, NAME_MOST) for name in team.invited))
    if team.waiting:
        groups.append((Text(voice.say("people-waiting", waiting=team.waiting)),))
    groups += _titled(voice.say("people-alumni"), (_person(voice, one) for one in team.alumni))
    return pages(*groups, _foot(voice, team))


def _titled(title: str, lines: Iterable[str]) -> list[Group]:
    made = list(lines)
    return [(Text(f"**{title}**\n{line}" if number == 0 else line),) for number, line in enumerate(made)]


def _person(voice: Voice, one: PersonShown) -> str:
    said = [f"**{named(one.name, NAME_MOST)}**"]
    if one.steward:
        said.append(voice.say("people-steward"))
    if one.standing is Standing.PAUSED:
        said.append(voice.say("people-break"))
    if one.away_until is not None:
        said.append(voice.say("people-away", until=one.away_until))
    if one.hemisphere is not None:
        said.append(voice.say(f"people-readers-{one.hemisphere}"))
    address = written_out(one.blog_url) or shown(one.blog_url, _ADDRESS_MOST)
    return " · ".join(said) + (f"\n{address}" if address else "")


def _buddies(voice: Voice, pair: Buddies) -> str:
    names = {"newcomer": named(pair.newcomer, NAME_MOST), "buddy": named(pair.buddy, NAME_MOST)}
    return voice.say("people-buddy", **names, until=pair.until)


def _foot(voice: Voice, team: PeopleShown) -> Group:
    blocks: list[Block] = [Text(voice.say("people-feeds" if team.feeds else "people-feeds-none"))]
    if team.feeds:
        blocks.append(File("team-feeds.opml", opml(team.team_name, team.feeds)))
    buttons = [Button(voice.plain("people-button-acts"), "tb:acts")]
    if team.steward:
        buttons.append(Button(voice.plain("people-button-keeping"), "tb:keeping"))
    buttons.append(Button(voice.plain("people-button-leave"), f"tb:leave:{team.team_id}"))
    return (*blocks, Row(tuple(buttons)))


def acts(voice: Voice, log: ActsShown) -> tuple[Page, ...]:
    """Draw what the stewards did, the newest first."""
    title = Text(f"## {voice.say('acts-title', team=log.team_name)}\n{voice.say('acts-how')}")
    lines = tuple((Text(_act(voice, act)),) for act in log.acts)
    return pages((title,), *(lines or ((Text(voice.say("acts-none")),),)))


def _act(voice: Voice, act: Act) -> str:
    names = {"steward": named(act.steward, NAME_MOST), "about": named(act.about, NAME_MOST)}
    return voice.say(f"act-{act.kind}", **names, at=act.at)


def keeping(voice: Voice, team: KeepingShown) -> tuple[Page, ...]:
    """Draw the people by standing with what a steward may do for each, and who lacks the team's role."""
    title = f"## {voice.say('keeping-title', team=team.team_name)}"
    head = f"{title}\n{voice.say('keeping-places', taken=team.taken, most=team.most_members)}"
    groups: list[Group] = [(Text(head),)]
    if team.steward:
        for standing in (Standing.MEMBER, Standing.PAUSED, Standing.INVITED, Standing.APPLICANT):
            found = [one for one in team.people if one.standing is standing]
            groups += _standing(voice, team, standing, found)
    else:
        groups += _titled(
            voice.say("keeping-people"), (named(one.name, NAME_MOST) for one in team.people if one.role_wanted)
        )
    groups += [_role(voice, team, one) for one in team.people if one.role_state is RoleState.BLOCKED]
    lines = [voice.say(f"keeping-{one}") for one in _offered(team)]
    foot = Text("\n".join((*lines, voice.say("keeping-vote"))))
    return pages(*groups, (foot, Row((show_button(voice, team.team_id),))) if team.steward else (foot,))


def _offered(team: KeepingShown) -> list[str]:
    """List what a steward's buttons on this screen are to be explained by."""
    if not team.steward:
        return []
    offered = ["how-resume"] if any(_may_resume(one) for one in team.people) else []
    if any(one.role_state is RoleState.BLOCKED for one in team.people):
        offered.append("how-role")
    return [*offered, "how-log"] if offered else []


def _may_resume(one: KeptPerson) -> bool:
    return one.standing is Standing.PAUSED and one.held_by is None


def _standing(voice: Voice, team: KeepingShown, standing: Standing, found: list[KeptPerson]) -> list[Group]:
    if not found:
        return []
    head: Group = (Text(f"**{voice.say(f'keeping-{standing}')}**"),)
    if standing is not Standing.PAUSED:
        return [head, *((Text(named(one.name, NAME_MOST)),) for one in found)]
    label = voice.plain("keeping-button-resume")
    state = f"tb:resume-other:{team.team_id}"
    return [head, *((_paused(voice, one, Button(label, f"{state}:{one.membership_id}")),) for one in found)]


def _paused(voice: Voice, one: KeptPerson, bring_back: Button) -> Block:
    name = named(one.name, NAME_MOST)
    if one.held_by is None:
        return Section(name, bring_back)
    return Text(f"{name}\n{voice.say(f'keeping-held-{one.held_by}')}")


def _role(voice: Voice, team: KeepingShown, one: KeptPerson) -> Group:
    key = "keeping-role" if one.role_wanted else "keeping-role-left"
    words = voice.say(key, name=named(one.name, NAME_MOST), fault=one.role_fault or "other")
    if not team.steward:
        return (Text(words),)
    state = f"tb:try-role:{team.team_id}:{one.membership_id}"
    return (Section(words, Button(voice.plain("keeping-button-role"), state)),)


def resumed(voice: Voice, name: str) -> tuple[Page, ...]:
    """Tell a steward that somebody is back."""
    return pages((Text(voice.say("keeping-resumed", name=named(name, NAME_MOST))),))


def tried(voice: Voice, name: str) -> tuple[Page, ...]:
    """Tell a steward that the role is tried again."""
    return pages((Text(voice.say("keeping-tried", name=named(name, NAME_MOST))),))
