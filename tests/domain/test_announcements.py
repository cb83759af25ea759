"""A week's card in parts that fit Discord's bounds (40 components, 4,000 characters)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.announcements import PART_POSTS, card_parts
from teambot.domain.my_week import PostShown
from teambot.domain.posts import Money

WORDS = st.text(st.sampled_from("ab *_~`|>#"), max_size=256)
POSTS = st.lists(
    st.builds(PostShown, st.text(max_size=32), WORDS, st.just("http://a.test/1"), WORDS, st.sampled_from(Money)),
    max_size=24,
).map(tuple)
ESCAPED = frozenset("*_~`|>#")


@given(POSTS)
def test_all_posts_in_order_in_as_few_parts_as_fit(posts: tuple[PostShown, ...]) -> None:
    parts = card_parts(posts)
    assert tuple(post for part in parts for post in part) == posts
    assert len(parts) >= 1
    assert all(parts) or not posts
    for part in parts:
        assert len(part) <= PART_POSTS
        texts = "".join(post.title + post.reader_line for post in part)
        assert len(texts) + sum(character in ESCAPED for character in texts) <= 3000 or len(part) == 1


@given(POSTS, st.text(max_size=32))
def test_a_name_moves_no_post_to_another_part(posts: tuple[PostShown, ...], name: str) -> None:
    renamed = tuple(replace(post, author=name) for post in posts)
    assert [len(part) for part in card_parts(renamed)] == [len(part) for part in card_parts(posts)]


def test_twelve_short_posts_are_two_messages() -> None:
    post = PostShown("Ana", "Soup", "http://a.test/1", "Brew it slowly.", Money.NONE)
    assert [len(part) for part in card_parts((post,) * 12)] == [10, 2]
    assert card_parts(()) == ((),)
