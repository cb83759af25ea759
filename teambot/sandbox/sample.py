"""Make the sample team by real clicks: set up, invite, read and accept the charter, settings; until it has formed."""

from datetime import timedelta

from teambot.sandbox.cast import DirectMessages, Habit
from teambot.sandbox.parts import Parts
from teambot.sandbox.story.company import look_around
from teambot.sandbox.story.hand import Hand, Shown, StoryBroke

A_WHILE = timedelta(minutes=4)  # between one founder's joining and the next one's


async def form_team(parts: Parts, hands: list[Hand]) -> None:
    """Let the first blogger found the team and all of them join. StoryBroke where the team does not form."""
    await invite(parts, hands)
    for hand in hands:
        await parts.port.turn(parts.clock() + A_WHILE)
        await join(hand)
    await parts.port.settled()
    look_around(parts, hands)
    try:
        await parts.port.next_step()
    except LookupError:
        raise StoryBroke("Six founders joined, and the team did not form.") from None


async def invite(parts: Parts, hands: list[Hand]) -> None:
    """Let the first blogger found the team and name all of them; they read the invitation."""
    cast, owner = parts.cast, hands[0]
    screen = await owner.command("teambot setup")
    form = await owner.press(screen, "Name and niche")
    screen = await owner.fill(form, name=cast.name, what_you=cast.niche)
    form = await owner.press(screen, "Times and zone")
    screen = await owner.fill(form, time_zone=cast.zone)
    screen = await owner.choose(screen, "Founders: whom to invite", [str(hand.id) for hand in hands])
    screen = await owner.choose(screen, "The team's role, if there is one", [str(parts.team.role_id)])
    await owner.press(screen, "Found the team")
    await parts.port.settled()
    look_around(parts, hands)


async def accept(hand: Hand, **addresses: str) -> Shown:
    """Let an invited blogger read the charter and join with a form; gives what they are then shown."""
    spots = hand.spots(hand.channel(), "Read the charter and join")
    if not spots:
        raise StoryBroke(f"{hand.name} found no invitation in the channel.")
    charter = await hand.press(spots[-1])
    return await hand.fill(await hand.press(charter, "Join the team"), **addresses)


async def join(hand: Hand) -> None:
    """Let an invited blogger join with the addresses of blog and feed, and see to their settings."""
    welcome = await accept(hand, your_blog=hand.blogger.blog_url, its_feed=hand.blogger.feed_url)
    if hand.blogger.habit is Habit.SILENT:
        return
    settings = await hand.press(welcome, "My settings")
    form = await hand.press(settings, "Topics")
    settings = await hand.fill(form, what_you=hand.blogger.topics)
    settings = await hand.choose(settings, "Where your readers have their summer", [hand.blogger.hemisphere])
    if hand.blogger.load != "team":
        settings = await hand.choose(settings, "How many you recommend a week", [hand.blogger.load])
    if hand.blogger.direct_messages is not DirectMessages.OFF:
        await hand.press(settings, "Turn direct messages on")
