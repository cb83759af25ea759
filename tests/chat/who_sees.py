"""What each sees of others: the screens that anybody can open, and the words that are planted where few may read.

What is a choice and no words (a ballot, why somebody skipped, how much they take on) cannot be looked for. So there are
two worlds that differ in nothing else, and nobody but whose choices they are may see a difference (OTHERWISE).
"""

from typing import Final

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts_of_all import Act, command, press, typing

TEAM: Final = frozenset({"member", "away", "concerned", "steward"})

# Every word that is planted somewhere private (everybody.py), and who may ever read it, in which scene ("*": in all).
SECRETS: Final[dict[str, dict[str, frozenset[str]]]] = {
    "Qconcernq": {  # why Ben would like Finn to be removed
        "seconding": frozenset({"member"}),  # who was asked to second it
        "reading": frozenset({"concerned"}),
        "removal": TEAM,
    },
    "Qanswerq": {"removal": TEAM},  # what Finn says to it
    "Qreportq": {"*": frozenset({"steward"})},  # a problem that Ben reported
    "Qshelfq": {},  # a post on Ben's shelf; Ben walks nowhere
    "Qtopicq": {},  # what Ben's readers like
    "Qplaceq": {},  # and where they live
    "Qpushq": {"*": frozenset({"away"})},  # a word of Ben's to the author of a post that he recommended
    "Qhanaq": {"*": TEAM | {"applicant", "sent"}},  # an answer in an application that the team can read
    "Qdraftq": {"*": frozenset({"draft"})},  # and in one that it cannot
}
PUBLIC: Final = frozenset({"Qhanaq"})  # on a card in the team's channel: applicants are told so before they send it

SCREENS: Final[tuple[Act, ...]] = (
    command("team charter"),
    command("team members"),
    command("team apply"),
    command("team leave"),
    command("team propose", kind="steward"),
    command("team propose", kind="remove"),
    command("me settings"),
    command("me export"),
    command("me ledger"),
    command("post list", show="mine"),
    command("post list", show="team"),
    command("post list", show="shelf"),
    command("week show", when="this"),
    command("week show", when="next"),
    command("week show", when="last"),
    command("week away"),
    press("acts"),
    press("keeping"),
    press("method"),
    press("sister-guide:{team}"),
    press("my-vote:{bens}"),
    press("my-vote:{admission}"),
    press("concern:{bens}"),
    press("seconding:{bens}"),
    press("vouch:{hana}"),
    press("ledger:{team}:{bens_line}:older"),
    press("ledger:{team}:{bens_line}:newer"),
    press("ledger-wrong:{bens_line}"),
    press("link:{bens_push}"),
    press("found-link:{bens_push}"),
    press("edit:{bens_post}"),
    press("season:{bens_post}"),
    press("again:{bens_post}"),
    typing("team propose", member="", kind="remove"),
    typing("team vouch", who=""),
    typing("post edit", post=""),
    typing("week done", assignment=""),
    typing("week swap", assignment=""),
)

# How the other world differs: in what is nobody's business but Ben's, and in why Dora takes a break.
OTHERWISE: Final = (
    "UPDATE ballot SET choice = 'abstain' WHERE membership_id = {ben}",
    "UPDATE assignment SET skip_reason = 'busy' WHERE skip_reason IS NOT NULL AND pusher_id = {ben}",
    # Whether he passed, or asked for a swap that somebody may take.
    "UPDATE assignment SET state = 'asked', swap_asked_at = asked_at, ended_at = NULL"
    " WHERE state = 'skipped' AND pusher_id = {ben}",
    "UPDATE profile SET load = 1, by_dm = 1, ping = 0, topics = 'tea' WHERE membership_id = {ben}",
    "UPDATE profile SET places = 'Rome', offer_newest = 1, offers_thread = 0 WHERE membership_id = {ben}",
    "UPDATE profile SET languages = 'Latin', zone = 'Asia/Tokyo', quiet_from = 1, remind = 0"
    " WHERE membership_id = {ben}",
    "INSERT INTO apart (membership_id, other_id) SELECT {ben}, id FROM membership"
    " WHERE standing = 'member' AND id <> {ben}",
    "UPDATE membership SET silent_weeks = 2, active_at = NULL WHERE id = {ben}",
    "UPDATE membership SET paused_why = 'silent', silent_weeks = 3 WHERE id = {dora}",
    "INSERT INTO ledger_entry (membership_id, delta, cause_kind, cause_id, created_at)"
    " SELECT membership_id, delta, cause_kind, 900 + id, created_at FROM ledger_entry WHERE membership_id = {ben}",
)


def everything(answer: Answer) -> str:
    """Give all that an answer holds: its messages with their files, its form with what stands in it, what it offers."""
    seen = {one.id: one for one in (answer.message, answer.updated, *answer.followups) if one is not None}
    parts = [one.text for one in seen.values()]
    parts += [button.label for one in seen.values() for button in one.buttons]
    parts += [str(menu.options) for one in seen.values() for menu in one.selects]
    parts += [file.data.decode() for file in answer.files]
    parts += [choice.name for choice in answer.choices]
    if answer.form is not None:
        parts += [answer.form.title, *answer.form.texts]
        parts += [str(part) for field in answer.form.fields for part in (field.label, field.value, field.options)]
    return "\n".join(parts)


def told(text: str, standing: str, scene: str) -> list[str]:
    """List the secrets in a text that are none of the reader's business."""
    return [
        word
        for word, readers in SECRETS.items()
        if word in text and standing not in readers.get(scene, frozenset()) | readers.get("*", frozenset())
    ]
