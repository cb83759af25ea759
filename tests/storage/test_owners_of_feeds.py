"""The step that gave feeds owners: what a database of the step before holds is kept, on both stores."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from teambot.feeds.identity import address_key, feed_key
from teambot.storage.engine import open_engine
from teambot.storage.schema import OURS, Chain, migrate
from tests.stores import Store

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
BEFORE = Chain(OURS.folder, "0002")
ANA, BEN = "https://www.Ana.example/Feed/", "http://ben.example:80/feed?tag=tea"
POST = "https://ana.example/post"
FILL = (
    "INSERT INTO team (id, guild_id, channel_id, name, niche, language, state, zone, close_weekday, close_minute,"
    " publish_weekday, publish_minute, load, most_members, created_at)"
    " VALUES (1, 1, 1, 'Tea', 'tea', 'en', 'active', 'UTC', 6, 1080, 0, 540, 2, 12, :now)",
    "INSERT INTO membership (id, team_id, standing, invited_at, invitation_ends_at)"
    " VALUES (1, 1, 'member', :now, :now), (2, 1, 'member', :now, :now), (3, 1, 'member', :now, :now)",
    "INSERT INTO feed (id, membership_id, url, state, next_at, checked_at)"
    " VALUES (7, 1, :ana, 'active', :now, :now), (8, 2, :ben, 'active', :now, NULL), (9, 3, :ana, 'gone', :now, NULL)",
    "INSERT INTO seen_key (feed_id, key, first_seen_at) VALUES (7, 'k', :long_ago), (8, 'k', :long_ago)",
    "INSERT INTO submission (id, membership_id, state, url, address_key, title, reader_line, money, created_at)"
    " VALUES (1, 1, 'shelved', :post, :post_key, 'Post', 'A line.', 'none', :now),"
    " (2, 2, 'pushed', '', '', '', '', 'none', :now)",
)


def test_feeds_are_their_members_and_posts_are_known_again(store: Store, tmp_path: Path) -> None:
    engine = open_engine(store.empty())
    migrate(engine, tmp_path, NOW, chain=BEFORE)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    facts = {"now": NOW, "long_ago": long_ago, "ana": ANA, "ben": BEN, "post": POST, "post_key": address_key(POST)}
    if store.kind == "sqlite":  # its columns keep naive UTC
        facts |= {"now": NOW.replace(tzinfo=None).isoformat(" "), "long_ago": "2026-01-01 00:00:00"}
    with engine.connect() as tx:
        for statement in FILL:
            tx.execute(text(statement), {name: value for name, value in facts.items() if f":{name}" in statement})
        tx.commit()
    migrate(engine, tmp_path, NOW)

    with engine.connect() as tx:

        def rows(sql: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in tx.execute(text(sql))]

        assert rows("SELECT feed_id, membership_id, kind FROM subscription ORDER BY feed_id") == [
            (7, 1, "blog"),
            (8, 2, "blog"),
            (9, 3, "blog"),
        ]
        assert rows("SELECT id, key FROM feed ORDER BY id") == [
            (7, feed_key(ANA)),
            (8, feed_key(BEN)),
            (9, "row-9"),  # the same address twice: neither row is lost
        ]
        seen = rows("SELECT feed_id, last_seen_at = first_seen_at FROM seen_key ORDER BY feed_id")
        assert [(feed, bool(same)) for feed, same in seen] == [(7, False), (8, True)]
        assert rows("SELECT submission_id, key FROM submission_key") == [(1, address_key(POST))]
    engine.dispose()
