"""Where a page leads: every link of it, whoever wrote it and whatever its `rel`."""

import pytest

from teambot.web.link_proof import MOST_LINKS, read_links

AT = "https://ben.example/links/"


@pytest.mark.parametrize(
    ("body", "links", "reason"),
    [
        ('<a href="https://ana.example/tea">x</a>', ["https://ana.example/tea"], "a plain link"),
        ('<a rel="nofollow ugc" href="https://ana.example/tea">x</a>', ["https://ana.example/tea"], "any rel"),
        ('<map><area href="/tea"></map>', ["https://ben.example/tea"], "a picture's part"),
        ('<a href="../tea#part">x</a>', ["https://ben.example/tea"], "relative, without its fragment"),
        ('<base href="https://ana.example/"><a href="tea">x</a>', ["https://ana.example/tea"], "from its base"),
        ('<div class="comment"><a href="https://ana.example/tea">x</a></div>', ["https://ana.example/tea"], "a forum"),
        ('<a href="/a">x</a><a href="/a">y</a>', ["https://ben.example/a"], "each once"),
        ('<a href="mailto:a@b.example">x</a><a href="javascript:0">y</a><a name="z">z</a>', [], "not of the web"),
        ("<!-- <a href='https://ana.example/tea'> --><script>'<a href=\"/tea\">'</script>", [], "what nobody sees"),
        ("https://ana.example/tea", [], "an address alone is no link"),
        ("", [], "nothing"),
    ],
)
def test_where_a_page_leads(body: str, links: list[str], reason: str) -> None:
    assert list(read_links(body.encode(), "text/html", AT)) == links, reason


def test_a_page_of_many_links_is_read_in_part() -> None:
    body = "".join(f'<a href="/{n}">' for n in range(MOST_LINKS + 500))
    assert len(read_links(body.encode(), "text/html", AT)) == MOST_LINKS


def test_letters_are_read_as_the_page_says() -> None:
    body = '<meta charset="iso-8859-1"><a href="https://ana.example/th\u00e9">x</a>'.encode("latin-1")
    assert read_links(body, "text/html", AT) == ("https://ana.example/th\u00e9",)
