"""The forms of posts: putting one forward, changing it, its season and place."""

from collections.abc import Mapping

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.seasons import month_options
from teambot.chat.render.voice import Voice
from teambot.domain.post_answers import PostDraft
from teambot.domain.posts import HOOK_MOST, READER_LINE_LEAST, READER_LINE_MOST, TITLE_MOST, Money
from teambot.domain.readers import PLACES_MOST, Hemisphere, join_places
from teambot.domain.windows import Window, write_months

_ADDRESS_MOST = 2000
_DAY_MOST = 60
BOTH = "both"  # halves of the world, as domain.readers reads it


def form(voice: Voice, draft: PostDraft, *, again_id: int | None = None) -> Form:
    """Ask for a post's words, money and months. A form has five fields, all of them used.

    The address is asked for where the post is no item of the author's feed; then its hook is a matter of *Edit*.
    `again_id`: the earlier submission that a new one begins with, whose address it has.
    """
    known = draft.submission_id is not None or draft.item_id is not None or again_id is not None
    title, reader_line, hook = _words(voice, draft)
    address = Field("url", voice.plain("post-form-url"), draft.url, _ADDRESS_MOST)
    asked = (title, reader_line, _money(voice, draft.money), _months(voice, draft.window))
    fields = (*asked, hook) if known else (address, *asked)
    new = draft.submission_id is None
    return Form(_state(draft, again_id), voice.plain("post-form-submit" if new else "post-form-edit"), fields)


def _state(draft: PostDraft, again_id: int | None) -> str:
    if draft.submission_id is not None:
        return f"tb:edit:{draft.submission_id}"
    if again_id is not None:
        return f"tb:again:{again_id}"
    return f"tb:submit:{draft.team_id}" if draft.item_id is None else f"tb:submit:{draft.team_id}:{draft.item_id}"


def season_form(voice: Voice, draft: PostDraft) -> Form:
    """Ask in which months, for whose summer, for readers where, and until which day a post makes sense."""
    window = draft.window
    halves = tuple((half, voice.plain(f"season-form-{half}")) for half in (*Hemisphere, BOTH))
    held = window.hemisphere or (BOTH if window.months else "")
    last = window.last_day.isoformat() if window.last_day else ""
    fields = (
        _months(voice, window, "season-form-months-help"),
        Field(
            "hemisphere",
            voice.plain("season-form-half"),
            held,
            required=False,
            kind=Kind.RADIO,
            help=voice.plain("season-form-half-help"),
            options=halves,
        ),
        Field(
            "places",
            voice.plain("season-form-places"),
            join_places(window.places),
            PLACES_MOST + 100,  # some room over the bound: spaces that are not kept must not stop anybody
            required=False,
            help=voice.plain("season-form-places-help"),
        ),
        Field(
            "last_day",
            voice.plain("season-form-last-day"),
            last,
            _DAY_MOST,
            required=False,
            help=voice.plain("season-form-last-day-help"),
        ),
    )
    return Form(f"tb:season:{draft.submission_id}", voice.plain("season-form"), fields)


def chosen(voice: Voice, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Name what was chosen in a form of these, as it was offered there; what was not offered is left out."""
    months, halves = dict(month_options(voice)), {half: f"season-form-{half}" for half in (*Hemisphere, BOTH)}
    money, half = fields.get("money", ""), halves.get(fields.get("hemisphere", ""))
    named = ", ".join(months[one] for one in fields.get("months", "").split(",") if one in months)
    return tuple(
        f"{voice.plain(label)}: {words}"
        for label, words in (
            ("post-form-money", voice.plain(f"money-{money}") if money in list(Money) else ""),
            ("post-form-months", named),
            ("season-form-half", voice.plain(half) if half else ""),
        )
        if words
    )


def _words(voice: Voice, draft: PostDraft) -> tuple[Field, Field, Field]:
    title = Field("title", voice.plain("post-form-title"), draft.title, TITLE_MOST)
    reader_line = Field(
        "reader_line",
        voice.plain("post-form-reader-line"),
        draft.reader_line,
        READER_LINE_MOST,
        kind=Kind.PARAGRAPH,
        help=voice.plain("post-form-reader-line-help"),
        least=READER_LINE_LEAST,
    )
    hook = Field(
        "hook",
        voice.plain("post-form-hook"),
        draft.hook,
        HOOK_MOST,
        required=False,
        kind=Kind.PARAGRAPH,
        help=voice.plain("post-form-hook-help"),
    )
    return title, reader_line, hook


def _money(voice: Voice, money: Money | None) -> Field:
    options = tuple((str(kind), voice.plain(f"money-{kind}")) for kind in Money)
    return Field("money", voice.plain("post-form-money"), money or "", kind=Kind.RADIO, options=options)


def _months(voice: Voice, window: Window, help_key: str = "post-form-months-help") -> Field:
    return Field(
        "months",
        voice.plain("post-form-months"),
        write_months(window.months),
        required=False,
        kind=Kind.SEVERAL,
        help=voice.plain(help_key),
        options=month_options(voice),
    )
