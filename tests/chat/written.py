"""What people may write, and how much of it: strategies for the pages' tests, and what every page must hold to."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from teambot.chat.render.blocks import Button, Page, Row, Section, Text, Tone, fits
from teambot.chat.render.layout import view_of
from teambot.chat.server_people import RoleFault
from teambot.domain.assignments import AssignmentState
from teambot.domain.fit import Season
from teambot.domain.link_proof import LinkState
from teambot.domain.motions import EndedWhy, MotionKind, NotNow, Outcome
from teambot.domain.my_week import Awaited, CharterWaits, MyAssignment, News, OpenOffer, OpenVote, PostShown, WeekShown
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import Money, Submission, SubmissionState
from teambot.domain.readers import Hemisphere
from teambot.domain.reasons import LeftOut, LeftOutKind, Reason, ReasonKind
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.thread_offers import ThreadFault
from teambot.domain.week import WeekState
from teambot.domain.windows import Window

# Several people test on this machine at once: slowness says nothing about the page.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def words(most: int) -> st.SearchStrategy[str]:
    """Words up to their bound: mostly as long and as full of markdown as they may be."""
    return st.one_of(
        st.sampled_from(["*" * most, "a" * most, "\\" * most, "👩‍🔬" * (most // 3), "@everyone " * (most // 10), "x"]),
        st.text(max_size=most),
    )


def url(host: str = "tea.example", length: int = 40) -> str:
    return f"https://{host}/" + "x" * length


URLS = st.sampled_from([url(), url("a-" * 30 + "b.example"), url(length=1900)])
MONEY = st.sampled_from(Money)
WINDOWS = st.builds(
    Window,
    months=st.frozensets(st.integers(1, 12)),
    hemisphere=st.none() | st.sampled_from(Hemisphere),
    places=st.lists(words(200), max_size=1).map(tuple),
    last_day=st.none() | st.dates(),
)
POSTS = st.builds(
    PostShown, author=words(100), title=words(256), url=URLS, reader_line=words(200), money=MONEY, window=WINDOWS
)


def checked(*made: Page) -> None:
    for page in made:
        assert fits(page.blocks)
        view = view_of(page)
        assert view.total_children_count <= 40
        assert 0 < view.content_length() <= 4000
        texts = [block.text for block in page.blocks if isinstance(block, Text | Section)]
        assert all(texts), "an empty text is refused by Discord"
        for block in page.blocks:
            if isinstance(block, Row):
                assert 1 <= len(block.items) <= 5
                tones = [item.tone for item in block.items if isinstance(item, Button)]
                assert tones.count(Tone.PRIMARY) <= 1


REASONS = st.sampled_from(
    [
        Reason(ReasonKind.TOOK_OVER, {}),
        Reason(ReasonKind.TOOK_IT, {}),
        Reason(ReasonKind.FIRST_TIME, {}),
        Reason(ReasonKind.WEEKS_SINCE, {"weeks": 6}),
        Reason(ReasonKind.RAREST_PAIR, {"times": 1, "others": 3}),
        *(Reason(ReasonKind.SEASON, {"season": str(season)}) for season in Season),
        *(Reason(ReasonKind.TOPIC, {"topic": topic}) for topic in ("tea", "*" * 200)),
        *(Reason(ReasonKind.EVEN_SHARE, {"balance": balance}) for balance in (-2, -1, 0, 1, 2)),
    ]
)
MINE = st.builds(
    MyAssignment,
    id=st.integers(1, 9),
    author=words(100),
    author_discord_id=st.none(),
    title=words(256),
    url=URLS,
    reader_line=words(200),
    hook=words(300),
    money=MONEY,
    state=st.sampled_from(AssignmentState),
    reasons=st.lists(REASONS, max_size=3).map(tuple),
    ends_at=st.just(NOW),
    done_until=st.just(NOW),
    window=WINDOWS,
    last_day=st.none() | st.dates(),
    past=st.booleans(),
    suggested_on=st.none() | st.dates(),
    swapping=st.booleans(),
    link=st.none() | URLS,
    link_state=st.none() | st.sampled_from(LinkState),
    linkable=st.booleans(),
)
LEFT_OUT = st.builds(
    LeftOut,
    membership_id=st.just(1),
    kind=st.sampled_from(LeftOutKind),
    facts=st.builds(
        lambda late, **facts: facts | late,
        late=st.sampled_from([{}, {"late": 2}]),
        balance=st.integers(-9, 9),
        more=st.integers(1, 9),
        posts=st.integers(0, 5),
    ),
)
MOMENT = st.just("2026-01-01T00:00:00+00:00")
DAY = st.just("2026-02-01")
IDS = st.integers(1, 2**63 - 1)
FACTS = {
    NoticeKind.PUSHED: {
        "pusher": words(100),
        "title": words(256),
        "link": st.none() | URLS,
        "words": st.none() | words(500),
        "assignment_id": IDS,
        "link_state": st.sampled_from(["", *LinkState]),
        "seek": st.booleans(),
    },
    NoticeKind.LINK_GIVEN: {"assignment_id": IDS, "pusher": words(100), "title": words(256), "link": URLS},
    NoticeKind.PUSH_SOUGHT: {"assignment_id": IDS, "author": words(100), "title": words(256)},
    NoticeKind.PUSH_FOUND: {
        "assignment_id": IDS,
        "pusher": words(100),
        "title": words(256),
        "link": st.none() | URLS,
        "how": st.sampled_from(["link", "unlinked", "gone"]),
    },
    NoticeKind.PUSH_UNDONE: {
        "name": words(100),
        "title": words(256),
        "side": st.just("author"),
        "why": st.sampled_from(["not_done", "no_answer"]),
    },
    NoticeKind.SWAP_TAKEN: {"title": words(256)},
    NoticeKind.TOOK_OVER: {"assignment_id": IDS, "author": words(100), "title": words(256)},
    NoticeKind.FEED_DEAD: {
        "url": URLS,
        "fault": st.sampled_from(["not_found", "html", "too_hard", ""]),
        "since": st.just("2026-01-01T00:00:00+00:00"),
    },
    NoticeKind.FEED_GONE: {"url": URLS, "fault": st.just("gone"), "since": st.just("2026-01-01T00:00:00+00:00")},
    NoticeKind.NEW_ITEM: {"item_id": IDS, "team_id": IDS, "title": words(256), "url": URLS},
    NoticeKind.FEED_SUSPENDED: {"url": URLS, "fault": st.sampled_from(["not_found", ""]), "since": MOMENT},
    NoticeKind.BLOG_OF_ANOTHER: {"blog": URLS},
    NoticeKind.FEED_RENEWED: {"url": URLS, "count": st.integers(1, 500)},
    NoticeKind.NEWEST_OFFER: {
        "item_id": IDS,
        "team_id": IDS,
        "title": words(256),
        "url": URLS,
        "summary": words(500),
        "closes_at": MOMENT,
    },
    NoticeKind.SEASON_OPEN: {
        "submission_id": IDS,
        "title": words(256),
        "closes_at": st.just("") | MOMENT,
        "begins_on": DAY,
        "plan_on": DAY,
    },
    NoticeKind.SEASON_AGAIN: {"submission_id": IDS, "title": words(256)},
    NoticeKind.SEASON_OVER: {"submission_id": IDS, "title": words(256), "opens_on": DAY},
    NoticeKind.MONEY_WAITS: {"submission_id": IDS, "title": words(256), "others": st.integers(1, 3)},
    NoticeKind.LAST_DAY_PAST: {"submission_id": IDS, "title": words(256)},
    NoticeKind.NO_READERS_THERE: {
        "submission_id": IDS,
        "title": words(256),
        "places": words(200),
        "publishes_at": MOMENT,
    },
    NoticeKind.DM_CLOSED: {},
    NoticeKind.NOT_THIS_WEEK: {"title": words(256), "why": LEFT_OUT.map(LeftOut.as_json)},
    NoticeKind.LIGHT_WEEK: {"week_id": IDS, "team": words(80), "weeks": st.integers(6, 60), "publishes_at": MOMENT},
    NoticeKind.POST_WITHDRAWN: {"title": words(256)},
    NoticeKind.CHARTER_NEW: {"version": st.integers(2, 99), "ends_at": st.just("2026-01-26T09:00:00+00:00")},
    NoticeKind.CHARTER_REMINDER: {"version": st.integers(2, 99), "ends_at": st.just("2026-01-26T09:00:00+00:00")},
    NoticeKind.CHARTER_PAUSED: {"version": st.integers(2, 99), "ends_at": st.just("2026-01-26T09:00:00+00:00")},
    NoticeKind.RESUMED_BY: {"steward": words(100)},
    NoticeKind.NAMED_STEWARD: {"team": words(80)},
    NoticeKind.REPORT: {"team": words(80), "reporter": words(100), "about": words(100), "words": words(1500)},
    NoticeKind.REPORT_UNREAD: {},
    NoticeKind.CHANNEL_LOST: {"team": words(80)},
    NoticeKind.SECOND_WANTED: {"motion_id": IDS, "proposer": words(100), "subject": words(100)},
    NoticeKind.NOT_SECONDED: {"subject": words(100)},
    NoticeKind.CONCERN: {
        "motion_id": IDS,
        "proposer": words(100),
        "seconder": words(100),
        "pause": st.sampled_from(["yes", "no"]),
    },
    NoticeKind.REMOVAL_ENDED: {
        "motion_id": IDS,
        "why": st.sampled_from([str(why) for why in EndedWhy]),
        "subject": words(100),
    },
    NoticeKind.REMOVAL_RESULT: {"outcome": st.sampled_from([str(outcome) for outcome in Outcome])},
    NoticeKind.MOTION_REMINDER: {
        "motion_id": IDS,
        "kind": st.sampled_from([str(kind) for kind in MotionKind]),
        "subject": words(100),
        "closes_at": MOMENT,
    },
    NoticeKind.VOUCHED: {"team": words(80), "name": words(100), "words": words(500)},
    NoticeKind.VOUCHER_LEFT: {"team": words(80)},
    NoticeKind.WAITING_LIST: {"team": words(80), "place": st.integers(1, 99), "full": st.sampled_from(["yes", "no"])},
    NoticeKind.SISTER_TEAM: {"team": words(80), "team_id": st.integers(1, 2**63 - 1)},
    NoticeKind.ADMISSION_OPENED: {"team": words(80), "closes_at": MOMENT},
    NoticeKind.ADMISSION_AGAIN: {"team": words(80)},
    NoticeKind.ADMITTED: {"team": words(80), "team_id": st.integers(1, 2**63 - 1), "ends_at": MOMENT},
    NoticeKind.NOT_THIS_TIME: {
        "team": words(80),
        "again_at": MOMENT,
        "reasons": st.lists(st.sampled_from([str(one) for one in NotNow]), unique=True),
    },
    NoticeKind.APPLICATION_LAPSED: {"team": words(80), "again_at": st.none()},
    NoticeKind.NO_VOUCH: {"team": words(80), "again_at": st.none()},
    NoticeKind.APPLICATION_CLOSED: {"team": words(80), "again_at": st.none()},
    NoticeKind.ADMISSION_OVER: {"team": words(80), "again_at": st.none()},
    NoticeKind.BUDDY: {"name": words(100), "until_at": MOMENT},
    NoticeKind.REMINDER: {"ends_at": MOMENT},
    NoticeKind.ALL_WELL: {"team_id": IDS},
    NoticeKind.PAUSED_SILENT: {"team_id": IDS},
    NoticeKind.BACK: {"waiting": st.integers(0, 99)},
    NoticeKind.PLACE_AGAIN: {"team": words(80)},
    NoticeKind.ROLE_BLOCKED: {
        "name": words(100),
        "fault": st.sampled_from([str(fault) for fault in RoleFault]),
        "wanted": st.sampled_from(["yes", "no"]),
    },
    NoticeKind.THREAD_BLOCKED: {"fault": st.sampled_from([str(fault) for fault in ThreadFault])},
    NoticeKind.TEAM_CLOSED: {"team": words(80), "until": MOMENT},
    NoticeKind.GOODBYE: {"words": words(300)},
}
NEWS = st.one_of(
    st.builds(News, id=st.just(1), kind=st.just(kind), facts=st.fixed_dictionaries(facts), created_at=st.just(NOW))
    for kind, facts in FACTS.items()
)
SUBMISSIONS = st.builds(
    Submission,
    id=st.integers(1, 99),
    membership_id=st.integers(1, 3),
    author=words(100),
    state=st.sampled_from(SubmissionState),
    week=st.none(),
    url=URLS,
    title=words(256),
    reader_line=words(200),
    hook=words(300),
    money=MONEY,
    created_at=st.just(NOW),
    window=WINDOWS,
    opens_at=st.just(NOW),
)
VOTES = st.builds(
    OpenVote,
    motion_id=IDS,
    awaited=st.sampled_from(Awaited),
    kind=st.sampled_from(MotionKind),
    subject=words(100),
    team_name=words(80),
    ends_at=st.just(NOW),
)
WEEKS = st.builds(
    WeekShown,
    team_id=st.just(1),
    team_name=words(80),
    key=st.just("2026-W03"),
    state=st.sampled_from(WeekState),
    closes_at=st.just(NOW),
    publishes_at=st.just(NOW),
    ends_at=st.just(NOW),
    mine=st.lists(MINE, max_size=7).map(tuple),
    posts=st.lists(POSTS, max_size=12).map(tuple),
    offers=st.lists(st.builds(OpenOffer, assignment_id=st.just(1)), max_size=4).map(tuple),
    waiting=st.none() | SUBMISSIONS,
    news=st.lists(NEWS, max_size=12).map(tuple),
    missing=st.integers(0, 2),
    votes=st.lists(VOTES, max_size=5).map(tuple),
    standing=st.sampled_from((Standing.MEMBER, Standing.AWAY, Standing.PAUSED)),
    away_until=st.just(NOW),
    asleep=st.booleans(),
    charter=st.none() | st.builds(CharterWaits, st.integers(1, 99), st.none() | st.just(NOW), st.booleans()),
    paused_why=st.none() | st.sampled_from(PauseReason),
    light=st.booleans(),
    left_out=st.lists(LEFT_OUT, max_size=2).map(tuple),
)
