"""Feeds as they are served in these tests: written by hand, so that a fault can be put anywhere."""

from html import escape

HOST = "http://ana.blog.test"


def item(title: str, link: str | None = "", guid: str | None = "", more: str = "") -> str:
    """Write an item of RSS; link and guid are made of the title where they are empty, and left out where None."""
    link = f"{HOST}/{escape(title)}" if link == "" else link
    guid = f"id-{escape(title)}" if guid == "" else guid
    said = [f"<title>{escape(title)}</title>"]
    said += [f"<link>{escape(link)}</link>"] if link is not None else []
    said += [f"<guid>{escape(guid)}</guid>"] if guid is not None else []
    return f"<item>{''.join(said)}{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>', channel: str = "", title: str = "ana") -> str:
    """Write a feed of RSS 2.0."""
    return f'{head}<rss version="2.0"><channel><title>{title}</title>{channel}{"".join(items)}</channel></rss>'


def entry(title: str, links: str | None = None, more: str = "") -> str:
    """Write an entry of Atom; `links` are its link elements."""
    links = f'<link href="{HOST}/{title}"/>' if links is None else links
    return f"<entry><id>id-{title}</id><title>{title}</title>{links}{more}</entry>"


def atom(*entries: str, attributes: str = "") -> str:
    """Write a feed of Atom 1.0."""
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>ana</title>'
        f"<id>ana</id>{''.join(entries)}</feed>"
    )


BASE = tuple(item(f"old-{number}") for number in (3, 2, 1))
