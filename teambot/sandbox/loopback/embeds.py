"""An embed of a request, completed as Discord's answers show it."""

from collections.abc import Callable

from teambot.sandbox.loopback.wire import Json


def completed_embeds(embeds: list[Json], media: Callable[[str], Json]) -> list[Json]:
    """Complete checked embeds: type, inline, proxied images; unknown properties and nulls dropped."""
    return [_completed(embed, media) for embed in embeds]


def _completed(embed: Json, media: Callable[[str], Json]) -> Json:
    whole: Json = {"type": "rich"}
    whole |= {
        name: embed[name]
        for name in ("title", "description", "url", "color", "timestamp")
        if embed.get(name) is not None
    }
    if embed.get("fields"):
        whole["fields"] = [
            {"name": f["name"], "value": f["value"], "inline": bool(f.get("inline"))} for f in embed["fields"]
        ]
    for name, known in (("author", ("name", "url")), ("footer", ("text",))):
        if embed.get(name):
            whole[name] = {key: embed[name][key] for key in known if embed[name].get(key) is not None}
    for name in ("image", "thumbnail"):
        if embed.get(name):
            picture = media(embed[name]["url"])
            whole[name] = {"url": picture["url"], "proxy_url": picture["proxy_url"], "width": 0, "height": 0}
    return whole
