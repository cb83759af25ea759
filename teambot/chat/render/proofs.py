"""How somebody shows that a blog is theirs: the words for it, and a link that does as well."""

from teambot.chat.forms.form import Field, Form
from teambot.chat.render.voice import Voice


def how_to_prove(voice: Voice, token: str, discord_id: int, *, looked: bool) -> list[str]:
    """Say what to put on a blog; `looked`: a moment ago it was not found."""
    me = f'<a rel="me" href="https://discord.com/users/{discord_id}">Discord</a>'
    return [
        *([voice.say("apply-proof-looked")] if looked else []),
        voice.say("apply-proof-token"),
        f"```\n{token}\n```",
        voice.say("apply-proof-me"),
        f"```html\n{me}\n```",
        voice.say("apply-proof-after"),
    ]


def page_form(voice: Voice, custom_id: str) -> Form:
    """Ask for another page of the blog, on which the proof stands."""
    guide = voice.plain("apply-page-form-help")
    page = Field("page", voice.plain("apply-page-form-page"), most=2000, help=guide)
    return Form(custom_id, voice.plain("apply-page-form"), (page,))
