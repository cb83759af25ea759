"""Who may do what: every command, option that completes, button, menu and form, against every standing. Read it.

A row is an act and what it shows to whom may; a column is a standing; a cell says `.` for may, `-` where nothing is
offered to whoever types, `go` for the screen of who has gone, else by which refusal somebody is refused (REFUSALS).
Each of ROWS, in `test_who_may.py`, is done for real by somebody in each standing, in a copy of one world
(`everybody.py`), with ids that are theirs where they have any, else somebody else's. What a scene is called says which
votes run.
"""

from dataclasses import dataclass
from typing import Final

from tests.chat.acts_of_all import PEOPLE, ROLES, Act, choose, command, form, handed, press, typing
from tests.chat.everybody import ANA, CHIDI, DORA, EMI, FINN, GIL, HANA, IVO, JUN, KIM, LEA, MANAGER, MAX, STRANGER

# Every standing, and who has it.
STANDINGS: Final = {
    "nobody": STRANGER,  # on the server, and nothing to the team
    "applicant": HANA,  # whose application the team can read
    "invited": IVO,  # by a vote
    "member": ANA,
    "away": CHIDI,
    "paused": DORA,
    "alumnus": EMI,
    "concerned": FINN,  # a member about whom others vote
    "steward": GIL,
    "manager": MANAGER,  # has Manage Server, and is nothing to the team
    "elsewhere": MAX,  # a member of another team of the server
}
# Those who would like to join, by how far they have got.
STEPS: Final = {"draft": LEA, "sent": HANA, "waiting": KIM, "voting": JUN, "admitted": IVO}

# The cells: a refusal's key, and the first of its three lines.
REFUSALS: Final = {
    "no": ("not-a-member", "You are not on Tea and Soup."),
    "ap": ("still-an-applicant", "You are not on Tea and Soup yet."),
    "in": ("not-joined-yet", "You have not joined Tea and Soup yet."),
    "pa": ("you-are-paused", "You are paused in Tea and Soup."),
    "al": ("you-have-left", "You are no longer on Tea and Soup."),
    "ma": ("needs-manage-server", "Only somebody with Manage Server can do that."),
    "st": ("stewards-only", "That is for the stewards of Tea and Soup."),
    "pi": ("posts-not-in", "Posts for this plan are not in yet."),
    "me": ("already-a-member", "You are already on Tea and Soup."),
    "na": ("no-application", "You have no application to Tea and Soup."),
    "ni": ("not-invited", "You are not invited to Tea and Soup."),
    "nk": ("nothing-kept", "There is nothing of yours here."),
    "yp": ("not-your-post", "That is not your post."),
    "yt": ("not-your-push", "That is no recommendation of a post of yours."),
    "nl": ("no-such-line", "That line is not in your ledger."),
    "yr": ("not-your-assignment", "That is not yours to answer."),
    "ym": ("not-your-motion", "That was proposed by somebody else."),
    "vo": ("vouched-already", "Somebody vouches for Jun already."),
    "ab": ("vote-about-you", "This vote is about you, so it is the others'."),
    "nm": ("no-such-motion", "There is no such vote."),
    "so": ("not-about-you", "That is somebody else's to answer."),
    "ti": ("answer-time-over", "The time to answer is over."),
    "np": ("you-are-not-paused", "You are not paused in Tea and Soup."),
    "ch": ("changed-by-vote", "Tea and Soup has formed, so this is its members' to change."),
    "fo": ("founders-only-before-forming", "Tea and Soup has formed; founders can be named only before."),
    "af": ("already-founded", "Tea and Soup has already been founded."),
    "op": ("application-open", "You have already applied to Tea and Soup."),
    "fx": ("application-settled", "Your answers cannot be changed any more."),
    "nw": ("not-waiting", "You are not on the waiting list of Tea and Soup."),
}

POST: Final = {"title": "A post", "reader_line": "It is worth an hour.", "hook": "", "money": "none"}
ANSWERS: Final = {"niche": "bread", "best_post": "{blog}/3", "why": "Soup.", "readers": "Bread.", "by_dm": "no"}


@dataclass(frozen=True)
class Row:
    """One act: `cells` by standing, `shows` what is seen by whom may, `why` the reason, `scene` where it is done."""

    act: Act
    cells: dict[str, str]
    shows: str
    why: str
    scene: str

    def __str__(self) -> str:
        return f"{self.act} ({self.scene})" if self.scene != "quiet" else str(self.act)


def rows(
    why: str, cells: str, *acts: tuple[Act, str], scene: str = "quiet", by: dict[str, int] = STANDINGS
) -> list[Row]:
    """Give the rows of acts that are the same people's, for the same reason."""
    return [Row(act, dict(zip(by, cells.split(), strict=True)), shows, why, scene) for act, shows in acts]


ROWS: Final = [
    #     nob app inv mem awa pau alu con ste man els
    *rows(
        "The charter is there for anybody to read.",
        ".   .   .   .   .   .   .   .   .   .   .",
        (command("team charter"), "The charter of Tea and Soup"),
        (press("charter:{team}"), "The charter of Tea and Soup"),
        (press("sister-guide:{team}"), "Start a sister team"),
    ),
    *rows(
        "A team is set up by whoever runs the server, member or not.",
        "ma  ma  ma  ma  ma  ma  ma  ma  ma  .   ma",
        (command("teambot setup"), "Your team in this channel"),
        (choose("setup-role:{team}", "{role}", among=ROLES), "Your team in this channel"),
    ),
    *rows(
        "What the members decide by vote once they have formed, nobody changes from beside: not even a form opens.",
        "ma  ma  ma  ma  ma  ma  ma  ma  ma  ch  ma",
        (press("setup-name:{team}"), ""),
        (press("setup-times:{team}"), ""),
        (press("setup-charter:{team}"), ""),
        (form("setup-name:{team}", name="Soup", niche="soup"), ""),
        (form("setup-times:{team}", close="Sunday 18:00", publish="Monday 09:00", zone="UTC", load="2"), ""),
        (form("setup-charter:{team}", text="Mine."), ""),
    ),
    *rows(
        "Founders are named before a team forms.",
        "ma  ma  ma  ma  ma  ma  ma  ma  ma  fo  ma",
        (choose("setup-founders:{team}", "{stranger}", among=PEOPLE), ""),
        (press("setup-suggested:{team}"), ""),
    ),
    *rows(
        "A team is founded once.",
        "ma  ma  ma  ma  ma  ma  ma  ma  ma  af  ma",
        (press("setup-found:{team}"), ""),
    ),
    *rows(
        "A steward keeps the team running, and so does whoever runs the server.",
        "st  st  st  st  st  st  st  st  .   .   st",
        (command("teambot members"), "Keeping Tea and Soup running"),
        (press("keeping"), "Keeping Tea and Soup running"),
    ),
    *rows(
        "What a steward does for people is a steward's alone: Manage Server is setup, channel and health.",
        "no  ap  in  st  st  pa  al  st  .   no  no",
        (press("resume-other:{team}:{dora}"), "Dora is back on the team"),
        (press("try-role:{team}:{ben}"), "try the role for Ben again"),
    ),
    *rows(
        "The coming plan is the stewards' to look at, and a light week theirs to call; it says nobody's numbers.",
        "no  ap  in  st  st  pa  al  st  .   no  no",
        (command("teambot plan"), "The coming plan of Tea and Soup"),
        (press("plan:{team}"), "The coming plan of Tea and Soup"),
        (press("plan-sure:{team}"), "The coming plan of Tea and Soup"),
        (press("plan-light:{coming}:yes"), "It is a light week now"),
        (press("plan-light:{coming}:no"), "It is an ordinary week again"),
    ),
    *rows(
        "Before posts are in nobody publishes a plan, nor builds it again.",
        "no  ap  in  st  st  pa  al  st  pi  no  no",
        (press("plan-publish:{coming}"), ""),
        (press("plan-rebuild:{coming}"), ""),
    ),
    *rows(
        "How plans are made is for every member to read, and for who is paused.",
        "no  ap  in  .   .   .   al  .   .   no  no",
        (press("method"), "How the plans of Tea and Soup are made"),
    ),
    # One's own place and what is one's own
    *rows(
        "Who is paused has their week, too; who has gone is told how it ended, and what is theirs.",
        "no  ap  in  .   .   .   go  .   .   no  no",
        (command("week show", when="this"), "Tea and Soup: your week"),
        (command("week show", when="next"), "Tea and Soup: your week"),
        (command("week show", when="last"), "Tea and Soup: your week"),
        (press("week"), "Tea and Soup: your week"),
        (command("team members"), "Who is on Tea and Soup"),
    ),
    *rows(
        "What is somebody's own is theirs while they are paused, too.",
        "no  ap  in  .   .   .   al  .   .   no  no",
        (press("acts"), "What the stewards of Tea and Soup did"),
        (command("me settings"), "Your settings in Tea and Soup"),
        (press("settings"), "Your settings in Tea and Soup"),
        (press("feed"), "Blog and feed"),
        (form("feed", blog="{blog}", feed="{blog}/feed"), "Your settings in Tea and Soup"),
        (press("topics"), "Topics"),
        (form("topics", topics="tea"), "Your settings in Tea and Soup"),
        (choose("load", "3"), "Your settings in Tea and Soup"),
        (choose("hemisphere", "north"), "Your settings in Tea and Soup"),
        (press("by-dm:on"), "Your settings in Tea and Soup"),
        (press("ping:off"), "Your settings in Tea and Soup"),
        (press("newest:on"), "Your settings in Tea and Soup"),
        (press("thread:off"), "Your settings in Tea and Soup"),
        (press("places"), "Places your readers live in"),
        (form("places", places="Ghana"), "Your settings in Tea and Soup"),
        (press("languages"), "Languages"),
        (form("languages", languages="German"), "Your settings in Tea and Soup"),
        (press("quiet"), "Quiet hours"),
        (form("quiet", zone="", begins="22", ends="7"), "Your settings in Tea and Soup"),
        (press("remind:off"), "Your settings in Tea and Soup"),
        (choose("apart", "{ben}"), "Your settings in Tea and Soup"),
        (choose("another-feed", "{blog}/feed"), "Your settings in Tea and Soup"),
        (press("blog-prove"), "Your settings in Tea and Soup"),
        (press("blog-page"), "Another page of your blog"),
        (form("blog-page", page="{blog}/about"), "Your settings in Tea and Soup"),
        (press("blog-keep"), "Your settings in Tea and Soup"),
        (press("accept:{team}:1"), "You accepted version 1"),
        (press("back:{team}"), "Tea and Soup"),
        (press("report:{team}"), "Report a problem"),
        (form("report:{team}", words="Hm.", name="named"), "Your report is on its way"),
        (command("team leave"), "Leaving Tea and Soup"),
        (press("leave:{team}"), "Leaving Tea and Soup"),
        (press("leave-now:{team}"), "Leave the team"),
        (form("leave:{team}", listed="no", goodbye="no", words=""), "You have left Tea and Soup"),
    ),
    *rows(
        "Everybody takes along what is kept of them, whatever they are to a team.",
        "nk  .   .   .   .   .   .   .   .   nk  .",
        (command("me export"), "All that is yours"),
        (press("export:{team}"), "All that is yours"),
    ),
    *rows(
        "Who stays paused is paused.",
        "no  ap  in  np  np  .   al  np  np  no  no",
        (press("longer:{team}"), "A break from Tea and Soup"),
    ),
    # What the team does is for its members, away or not
    *rows(
        "What the team does is for its members: away they may, if they like; paused they press I'm back first.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (command("week away"), "Your time away from Tea and Soup"),
        (command("week away", until="in 3 weeks"), "You are away from"),
        (press("away:{team}"), "Away"),
        (form("away:{team}", until="in 3 weeks", **{"from": ""}), "You are away from"),
        (press("break:{team}"), "A break from Tea and Soup"),
        (press("well:{team}"), "Good to know."),
        (command("post submit"), "Put a post forward"),
        (form("submit:{team}", url="{blog}/2", **POST), "A post is safe on your shelf."),
        (form("submit:{team}:{free}", **POST), "A post is safe on your shelf."),
        (handed("Submit this post", "Look: {blog}/2"), "Put a post forward"),
        (press("again:{gone}"), "Put a post forward"),
        (form("again:{gone}", **POST), "A post is safe on your shelf."),
        (press("season:{post}"), "Season and place"),
        (form("season:{post}", places="Ghana"), "is changed."),
        (command("post list", show="mine"), "Posts put forward"),
        (command("post list", show="team"), "Posts put forward"),
        (command("post list", show="shelf"), "Posts put forward"),
        (command("post edit", post="{post}"), "Change your post"),
        (press("edit:{post}"), "Change your post"),
        (form("edit:{post}", **POST), "A post is changed."),
        (press("use:{post}"), "Your post is in"),
        (press("shelve:{post}"), "Kept on your shelf"),
        (press("offer-thread:{post}"), "Offered in the thread"),
        (press("withdraw:{post}"), "is taken back"),
        (press("withdraw-now:{post}"), "is taken back"),
        (command("post withdraw", post="{post}"), "is taken back"),
        (command("week done", assignment="{asked}"), "Thank you"),
        (press("done:{asked}"), "Done"),
        (form("done:{asked}", link="", words=""), "Thank you"),
        (command("week skip", assignment="{asked}"), "Nobody is told why."),
        (command("week skip", assignment="{asked}", reason="readers"), "Nobody is told why."),
        (command("week skip", assignment="{asked}", reason="season"), "Nobody is told why."),
        (command("week skip", assignment="{asked}", reason="vouch"), "Nobody is told why."),
        (command("week skip", assignment="{asked}", reason="busy"), "Nobody is told why."),
        (command("week skip", assignment="{asked}", reason="conflict"), "Nobody is told why."),
        (press("skip:{asked}"), "Skip"),
        (form("skip:{asked}", reason="busy"), "Nobody is told why."),
        (press("take:{open}"), "It is yours"),
        (command("week swap", assignment="{asked}"), "Somebody else may take it"),
        (press("swap:{asked}"), "Somebody else may take it"),
        (press("vouch:{hana}"), "Vouch for Hana"),
        (form("vouch:{hana}", because="Bakes well."), "You vouch for Hana"),
        (command("team vouch", who="{hana}", because="Bakes well."), "You vouch for Hana"),
    ),
    *rows(
        "An item of a feed is put forward by whose feed it is, in the team that they read it for.",
        "no  ap  in  .   .   pa  al  .   .   no  .",
        (command("post submit", url="{free}"), "Put a post forward"),
        (press("submit-item:{free}"), "Put a post forward"),
        (press("use-item:{free}"), "Put a post forward"),
        (press("not-item:{item}"), "is not offered to you like that again"),
    ),
    *rows(
        "A post is its author's.",
        "no  ap  in  yp  yp  pa  al  yp  yp  no  no",
        (command("post edit", post="{bens_post}"), ""),
        (command("post withdraw", post="{bens_post}"), ""),
        (press("edit:{bens_post}"), ""),
        (form("edit:{bens_post}", **POST), ""),
        (press("season:{bens_post}"), ""),
        (form("season:{bens_post}", places="Ghana"), ""),
        (press("again:{bens_post}"), ""),
        (form("again:{bens_post}", **POST), ""),
        (press("use:{bens_post}"), ""),
        (press("shelve:{bens_post}"), ""),
        (press("offer-thread:{bens_post}"), ""),
        (press("withdraw:{bens_post}"), ""),
        (press("withdraw-now:{bens_post}"), ""),
    ),
    *rows(
        "Who is asked to recommend what is between the bot and them.",
        "no  ap  in  yr  yr  pa  al  yr  yr  no  no",
        (command("week done", assignment="{theirs}"), ""),
        (press("done:{theirs}"), ""),
        (form("done:{theirs}", link="", words=""), ""),
        (command("week skip", assignment="{theirs}"), ""),
        (press("skip:{theirs}"), ""),
        (form("skip:{theirs}", reason=""), ""),
        (command("week swap", assignment="{theirs}"), ""),
        (press("swap:{theirs}"), ""),
        (press("keep:{theirs}"), ""),
    ),
    *rows(
        "Who would swap can keep it.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("keep:{asked}"), "It stays yours"),
        scene="swapping",
    ),
    *rows(
        "Who recommended something may say where; whoever's post it was may ask.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("link:{pushed}"), "Add a link"),
        (form("link:{pushed}", link="{blog}/said"), "hears of it today"),
        (press("seek:{told}"), "is asked where it was"),
        scene="recommended",
    ),
    *rows(
        "Who is asked where it was has three answers.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("found-link:{pushed}"), "Add a link"),
        (form("found-link:{pushed}", link="{blog}/said"), "has the link"),
        (press("found:{pushed}:unlinked"), "It stands."),
        (press("found:{pushed}:not_done"), "It was not done?"),
        (press("found:{pushed}:not_done:sure"), "nobody holds it against you"),
        scene="sought",
    ),
    *rows(
        "What somebody recommended is theirs to say more of.",
        "no  ap  in  yr  yr  pa  al  yr  yr  no  no",
        (press("link:{bens_push}"), ""),
        (form("link:{bens_push}", link="{blog}/said"), ""),
        (press("found-link:{bens_push}"), ""),
        (form("found-link:{bens_push}", link="{blog}/said"), ""),
        (press("found:{bens_push}:unlinked"), ""),
        (press("found:{bens_push}:not_done"), ""),
        (press("found:{bens_push}:not_done:sure"), ""),
        scene="sought",
    ),
    *rows(
        "Where it was is asked by whoever wrote the post: here Chidi, who is away.",
        "no  ap  in  yt  .   pa  al  yt  yt  no  no",
        (press("seek:{bens_push}"), "is asked where it was"),
    ),
    *rows(
        "A ledger is whose it is, paused or not; who has left reads it for 30 days.",
        "no  ap  in  .   .   .   .   .   .   no  no",
        (command("me ledger"), "You and Tea and Soup"),
        (press("ledger:{team}:{line}:older"), "You and Tea and Soup"),
        (press("ledger:{team}:{line}:newer"), "You and Tea and Soup"),
        scene="counted",
    ),
    *rows(
        "Each of its lines is found by whose it is,",
        "nl  nl  nl  .   .   .   .   .   .   nl  nl",
        (press("ledger-wrong:{line}"), "If this is wrong"),
        scene="counted",
    ),
    *rows(
        "and by nobody else.",
        "nl  nl  nl  nl  nl  nl  nl  nl  nl  nl  nl",
        (press("ledger-wrong:{bens_line}"), ""),
        scene="counted",
    ),
    *rows(
        "Who recommended something may say that it was not done.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("ledger-undo:{pushed}"), "Taken back"),
        scene="recommended",
    ),
    *rows(
        "Nobody says so of what somebody else recommended.",
        "no  ap  in  yr  yr  pa  al  yr  yr  no  no",
        (press("ledger-undo:{bens_push}"), ""),
        scene="recommended",
    ),
    *rows(
        "One vouch is enough.",
        "no  ap  in  vo  vo  pa  al  vo  vo  no  no",
        (press("vouch:{jun}"), ""),
    ),
    *rows(
        "What is offered to whoever types is what they could choose.",
        "-   -   -   .   .   -   -   .   .   -   -",
        (typing("team propose", member="", kind="remove"), "Ben"),
        (typing("team vouch", who=""), "Hana"),
        (typing("post submit", url=""), " 3"),
        (typing("post edit", post=""), " waits"),
        (typing("post withdraw", post=""), " waits"),
        (typing("week done", assignment=""), " writes"),
        (typing("week skip", assignment=""), " writes"),
        (typing("week swap", assignment=""), " writes"),
        (typing("week away", until=""), "2026"),
        (typing("week away", **{"from": "", "until": "tomorrow"}), "2026"),
    ),
    # Proposing
    *rows(
        "Members propose, stewards like the others; whoever is on a break proposes when they are back.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (command("team propose", kind="charter"), "Change the charter"),
        (press("propose-amend:{team}"), "Change the charter"),
        (form("propose-amend:{team}:1", text="Mine."), "It is proposed"),
        (command("team propose", kind="rule"), "Change a rule"),
        (choose("propose-rule:{team}", "load"), "Change a rule"),
        (form("propose-rule:{team}:load", value="3"), "It is proposed"),
        (command("team propose", kind="steward"), "A steward"),
        (command("team propose", kind="steward", member="{ben}"), "Shall Ben be steward?"),
        (choose("propose-steward:{team}", "{ben}"), "Shall Ben be steward?"),
        (press("propose-steward:{team}:{ben}:name"), "It is proposed"),
        (press("volunteer:{team}"), "A steward keeps the team running"),
        (command("team propose", kind="remove"), "Propose that somebody is removed"),
        (command("team propose", kind="remove", member="{ben}"), "Propose to remove somebody"),
        (choose("propose-remove:{team}", "{ben}"), "Propose to remove somebody"),
        (form("propose-remove:{team}:{ben}", concern="Hm.", seconder="{second}"), "is asked, privately, to second it"),
        (command("team propose", kind="close"), "Close Tea and Soup?"),
        (press("ask-close:{team}"), "Close Tea and Soup?"),
        (press("propose-close:{team}"), "It is proposed"),
        (command("team propose", kind="other"), "Propose something"),
        (form("propose-other:{team}", words="A picnic."), "It is proposed"),
    ),
    *rows(
        "A proposal is taken back by whoever made it.",
        "no  ap  in  ym  ym  ym  al  ym  .   no  no",
        (press("take-back:{gils}"), "Taken back"),
        scene="words",
    ),
    # Voting
    *rows(
        "Every member votes, away or not, the steward like the others; those paused don't.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("vote:{admission}:yes"), "You chose Admit."),
        (press("not-now:{admission}"), "Not now"),
        (form("not-now:{admission}", reasons="level"), "You chose Not now."),
        (press("my-vote:{admission}"), "You have not voted yet."),
    ),
    *rows(
        "So it is with what is about nobody.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("vote:{bens}:yes"), "You chose Yes."),
        (press("vote:{gils}:no"), "You chose No."),
        (press("motion-changes:{bens}"), "What would change in the charter"),
        scene="words",
    ),
    *rows(
        "So it is with a rule and the team's end.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("vote:{bens}:abstain"), "You chose Abstain."),
        (press("vote:{gils}:yes"), "You chose Yes."),
        scene="rules",
    ),
    *rows(
        "Whom a vote is about does not vote on it: here Finn shall be steward.",
        "no  ap  in  .   .   pa  al  ab  .   no  no",
        (press("vote:{bens}:yes"), "You chose Yes."),
        scene="stewards",
    ),
    *rows(
        "Nor does a steward who shall be released.",
        "no  ap  in  .   .   pa  al  .   ab  no  no",
        (press("vote:{gils}:yes"), "You chose Yes."),
        scene="stewards",
    ),
    # A removal: Ben proposes, Ana is asked to second, it is about Finn
    *rows(
        "Who was asked to second reads it, and nobody else.",
        "nm  nm  nm  .   nm  nm  nm  nm  nm  nm  nm",
        (press("seconding:{bens}"), "Qconcernq"),
        (press("second:{bens}:yes"), "Seconded"),
        (press("second:{bens}:no"), "Not seconded"),
        scene="seconding",
    ),
    *rows(
        "Nobody else hears of it, the person it is about neither.",
        "nm  nm  nm  nm  nm  nm  nm  nm  nm  nm  nm",
        (press("concern:{bens}"), ""),
        (press("vote:{bens}:yes"), ""),
        (press("my-vote:{bens}"), ""),
        (press("motion-changes:{bens}"), ""),
        scene="seconding",
    ),
    *rows(
        "The person reads it first,",
        "nm  nm  nm  nm  nm  nm  nm  .   nm  nm  nm",
        (press("concern:{bens}"), "Qconcernq"),
        scene="reading",
    ),
    *rows(
        "and answers it, or takes a pause instead; nobody does so for them.",
        "nm  nm  nm  so  nm  nm  nm  .   nm  nm  nm",
        (press("answer:{bens}"), "Your answer"),
        (form("answer:{bens}", words="It was one post."), "Thank you for answering"),
        (press("take-pause:{bens}"), "Take a pause instead?"),
        (press("take-pause:{bens}:yes"), "You are paused"),
        scene="reading",
    ),
    *rows(
        "Until then there is nothing to vote on.",
        "nm  nm  nm  nm  nm  nm  nm  nm  nm  nm  nm",
        (press("vote:{bens}:yes"), ""),
        (press("my-vote:{bens}"), ""),
        scene="reading",
    ),
    *rows(
        "The members vote on it, less the person,",
        "no  ap  in  .   .   pa  al  ab  .   no  no",
        (press("vote:{bens}:yes"), "You chose Remove."),
        scene="removal",
    ),
    *rows(
        "with concern and answer before them, and before the person.",
        "no  ap  in  .   .   pa  al  .   .   no  no",
        (press("concern:{bens}"), "Qanswerq"),
        (press("my-vote:{bens}"), "Shall Finn be removed"),
        scene="removal",
    ),
    *rows(
        "A pause is there until the close.",
        "no  ap  in  so  so  pa  al  .   so  no  no",
        (press("take-pause:{bens}:yes"), "You are paused"),
        scene="removal",
    ),
    *rows(
        "One answer, before the vote.",
        "no  ap  in  so  so  pa  al  ti  so  no  no",
        (press("answer:{bens}"), ""),
        (form("answer:{bens}", words="It was one post."), ""),
        scene="removal",
    ),
    # Joining
    *rows(
        "Who is on the team does not apply to it; who left or never was may.",
        ".   op  in  me  me  pa  .   me  me  .   .",
        (command("team apply", blog="{blog}"), "Your application to Tea and Soup"),
        (press("apply:{team}"), "Apply to join"),
        (form("apply:{team}", blog="{blog}"), "Your application to Tea and Soup"),
    ),
    *rows(
        "An application is shown to whose it is.",
        "na  .   .   me  me  pa  na  me  me  na  na",
        (command("team apply"), "Your application to Tea and Soup"),
        (press("application:{team}"), "Your application to Tea and Soup"),
        (press("application-prove:{team}"), "Your application to Tea and Soup"),
        (form("application-page:{team}", page="{blog}/about"), "Your application to Tea and Soup"),
        (press("application-withdraw:{team}"), "Take your application back?"),
        (press("application-end:{team}"), "You took it back."),
    ),
    *rows(
        "Its answers are changed until somebody vouches for what they read.",
        "na  .   fx  me  me  pa  na  me  me  na  na",
        (press("application-form:{team}"), "Your application"),
        (press("application-page:{team}"), "Another page of your blog"),
        (form("application-form:{team}", **ANSWERS), "Your application to Tea and Soup"),
    ),
    *rows(
        "Another feed is taken until the team has read of the blog.",
        "na  op  in  me  me  pa  na  me  me  na  na",
        (choose("apply-feed:{team}", "{blog}/feed"), ""),
    ),
    *rows(
        "A sister team is for those who wait for a place.",
        "na  nw  nw  me  me  pa  na  me  me  na  na",
        (press("sister:{team}"), ""),
    ),
    *rows(
        "One joins by a vote, and before the team forms by an invitation.",
        "ni  ni  .   me  me  me  ni  me  me  ni  ni",
        (press("join:{team}:1"), "Join the team"),
        (form("join:{team}:1", blog="{blog}", feed="{blog}/feed"), "Welcome to Tea and Soup"),
        (press("join-admitted:{team}:1"), "Welcome to Tea and Soup"),
    ),
]

# How far an application has got decides what its applicant may.
STEP_ROWS: Final = [
    #     draft sent waiting voting admitted
    *rows(
        "Each sees how their own stands, and may take it back at any time before joining.",
        ".     .    .       .      .",
        (command("team apply"), "Your application to Tea and Soup"),
        (press("application:{team}"), "Your application to Tea and Soup"),
        (press("application-prove:{team}"), "Your application to Tea and Soup"),
        (form("application-page:{team}", page="{blog}/about"), "Your application to Tea and Soup"),
        (press("application-withdraw:{team}"), "Take your application back?"),
        (press("application-end:{team}"), "You took it back."),
        (command("me export"), "All that is yours"),
        by=STEPS,
    ),
    *rows(
        "The blog is another one only until the team reads of it.",
        ".     op   op      op     in",
        (command("team apply", blog="{blog}"), "Your application to Tea and Soup"),
        (choose("apply-feed:{team}", "{blog}/feed"), "Your application to Tea and Soup"),
        by=STEPS,
    ),
    *rows(
        "The answers are others only until somebody has vouched for them.",
        ".     .    fx     fx     fx",
        (press("application-form:{team}"), "Your application"),
        (press("application-page:{team}"), "Another page of your blog"),
        (form("application-form:{team}", **ANSWERS), "Your application to Tea and Soup"),
        by=STEPS,
    ),
    *rows(
        "A sister team is for those who wait for a place.",
        "nw    nw   .       nw     nw",
        (press("sister:{team}"), "If a sister team is started"),
        by=STEPS,
    ),
    *rows(
        "Admitted by a vote, and not before.",
        "ni    ni   ni      ni     .",
        (press("join:{team}:1"), "Join the team"),
        (press("join-admitted:{team}:1"), "Welcome to Tea and Soup"),
        by=STEPS,
    ),
    *rows(
        "Whom a vote is about does not vote on it, nor does anybody else who is not on the team yet.",
        "ap    ap   ap      ab     in",
        (press("vote:{admission}:yes"), ""),
        (form("not-now:{admission}", reasons="level"), ""),
        by=STEPS,
    ),
    *rows(
        "The members' work is not theirs yet.",
        "ap    ap   ap      ap     in",
        (command("week show"), ""),
        (command("team members"), ""),
        (press("vouch:{jun}"), ""),
        (press("my-vote:{admission}"), ""),
        by=STEPS,
    ),
]
