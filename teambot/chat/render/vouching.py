"""The team's side of an application: its card, vouching, and a sister team."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.blocks import Block, Button, Page, Row, Text, Tone, fits, pages
from teambot.chat.render.candidates import candidate_blocks
from teambot.chat.render.text import Safe, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.application_views import (
    ApplicationCard,
    ApplicationForm,
    SisterGuide,
    SisterOffer,
    VouchAsked,
    Vouched,
)
from teambot.domain.applications import ANSWER_MOST, VOUCH_MOST, Answer

_CUTS = (1000, 500, 250, 100)  # what an applicant wrote is shown whole where it fits
_PARAGRAPHS = (Answer.WHY, Answer.READERS)
_NAMES_SHOWN = 24


def card(voice: Voice, applied: ApplicationCard, marker: int) -> Page:
    """Draw the team's card of an applicant; once it has ended, nothing of them."""
    for most in _CUTS:
        blocks = _card_blocks(voice, applied, most)
        if fits(blocks):
            break
    return Page(blocks, marker)


def _card_blocks(voice: Voice, applied: ApplicationCard, most: int) -> tuple[Block, ...]:
    team = shown(applied.team_name, 80)
    if applied.candidate is None:
        title = voice.say("card-applied-over-title", team=team)
        said = voice.say("card-applied-over")
        if applied.voucher is not None:
            said = voice.say("card-applied-voting", voucher=named(applied.voucher, 100))
        return (Text(f"## {title}\n{said}"),)
    title = voice.say("card-applied-title", name=named(applied.candidate.name, 100), team=team)
    blocks = (Text(f"## {title}"), *candidate_blocks(voice, applied.candidate, most))
    if applied.vouch_by is None:
        return (*blocks, Text(voice.say(f"card-applied-waits-{applied.waits_for}")))
    button = Button(voice.plain("card-applied-button"), f"tb:vouch:{applied.application_id}", tone=Tone.PRIMARY)
    how = "card-applied-how-full" if applied.full else "card-applied-how"
    return (*blocks, Text(voice.say(how, end=applied.vouch_by)), Row((button,)))


def vouch_form(voice: Voice, asked: VouchAsked) -> Form:
    """Ask why somebody should be let in."""
    because = Field(
        "because",
        voice.plain("vouch-form-because"),
        most=VOUCH_MOST,
        kind=Kind.PARAGRAPH,
        help=voice.plain("vouch-form-help"),
    )
    name = asked.candidate.name or "?"
    return Form(f"tb:vouch:{asked.application_id}", voice.plain("vouch-title", name=name), (because,))


def vouched(voice: Voice, result: Vouched) -> tuple[Page, ...]:
    """Thank who vouched, and say what happens next."""
    lines = [f"## {voice.say('vouched-title', name=named(result.applicant, 100))}"]
    if result.closes_at is not None:
        lines.append(voice.say("vouched-open", end=result.closes_at))
    else:
        lines.append(voice.say(f"vouched-waits-{result.waits_for}", place=result.place))
    lines.append(voice.say("vouched-buddy"))
    return pages((Text("\n".join(lines)),))


def application_form(voice: Voice, form: ApplicationForm) -> Form:
    """Ask what the team reads about an applicant; nothing is required, so that what is unfinished is kept."""
    fields = tuple(_answer(voice, form, one) for one in Answer)
    told = Field(
        "by_dm",
        voice.plain("apply-form-by_dm"),
        "yes" if form.by_dm else "no",
        kind=Kind.RADIO,
        help=voice.plain("apply-form-by_dm-help"),
        options=(("yes", voice.plain("apply-form-yes")), ("no", voice.plain("apply-form-no"))),
    )
    return Form(f"tb:application-form:{form.team_id}", voice.plain("apply-form"), (*fields, told))


def _answer(voice: Voice, form: ApplicationForm, one: Answer) -> Field:
    return Field(
        str(one),
        voice.plain(f"apply-form-{one}"),
        getattr(form.answers, one),
        ANSWER_MOST[one],
        required=False,
        kind=Kind.PARAGRAPH if one in _PARAGRAPHS else Kind.LINE,
        help=voice.plain(f"apply-{one}-help", niche=form.niche),
    )


def sister_offer(voice: Voice, offer: SisterOffer, marker: int) -> Page:
    """Draw the message that offers a full team to help with a sister team."""
    title = voice.say("card-sister-title", waiting=offer.waiting, team=shown(offer.team_name, 80))
    button = Button(voice.plain("card-sister-button"), f"tb:sister-guide:{offer.team_id}", tone=Tone.PRIMARY)
    return Page((Text(f"## {title}\n{voice.say('card-sister')}"), Row((button,))), marker)


def sister_guide(voice: Voice, guide: SisterGuide) -> tuple[Page, ...]:
    """Say in one screen how a sister team is started."""
    names = Safe(", ".join(named(name, 40) for name in guide.ready[:_NAMES_SHOWN]))
    ready = voice.say("sister-ready", names=names) if guide.ready else voice.say("sister-ready-none")
    return pages((Text(f"## {voice.say('sister-title')}\n{voice.say('sister-how')}\n{ready}"),))
