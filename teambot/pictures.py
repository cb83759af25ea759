"""Pictures of how numbers went, week by week: drawn by matplotlib in a process of its own that ends with the picture.

The library takes some 65 MiB and half a second to import; nothing of it stays in the process that asks. Made for a
phone: upright, large letters, and lines that differ by more than their colour.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

SECONDS: Final = 60.0  # a busy small machine takes ten, and the very first picture looks for the system's fonts
_MISSING: Final = 3  # the process's exit code where the library is not installed
_WIDE, _HIGH, _DPI = 7.2, 4.6, 150  # inches of a panel: 1080 pixels across


class CannotDraw(Exception):
    """Say in a sentence why there is no picture."""


class Look(StrEnum):
    """On what a picture is to be looked at; it brings its own ground, so it can be read on either."""

    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """How a line or band stands out. FIRST: full; SECOND: dashed, another colour; MANY: thin; QUIET: grey, dotted."""

    FIRST = "first"
    SECOND = "second"
    MANY = "many"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Line:
    """A number for every week, from the first on; None where there is none. `label`: "" keeps it out of the legend."""

    values: tuple[float | None, ...]
    tone: Tone
    label: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The range between two numbers for every week."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    tone: Tone
    label: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart; what is listed first is drawn below."""

    title: str
    lines: tuple[Line, ...]
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Panels one below the other, with the same weeks across; every word is the caller's."""

    title: str
    across: str
    panels: tuple[Panel, ...]


async def draw(picture: Picture, look: Look = Look.LIGHT) -> bytes:
    """Draw a picture as PNG, 1080 pixels wide; raises CannotDraw. Cancelled or late, its process is killed."""
    program = f"import sys; sys.path[:] = {sys.path!r}; from teambot import pictures; sys.exit(pictures.serve())"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdin=pipe, stdout=pipe, stderr=pipe)
    asked = json.dumps({"look": look, "picture": asdict(picture)}).encode()
    try:
        async with asyncio.timeout(SECONDS):
            drawn, said = await process.communicate(asked)
    except TimeoutError as late:
        raise CannotDraw(f"The picture was not ready after {SECONDS:.0f} seconds.") from late
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == _MISSING:
        raise CannotDraw("There are no pictures on this machine: matplotlib is not installed here.")
    if process.returncode:
        raise CannotDraw(f"The picture could not be drawn: {_last(said)}.")
    return drawn


def _last(said: bytes) -> str:
    lines = said.decode(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "its process was ended").rstrip(".")


def serve() -> int:
    """Draw the one picture that comes in on standard input, as JSON, and write it to standard output."""
    asked = json.load(sys.stdin.buffer)
    try:
        import matplotlib as library
    except ImportError:
        return _MISSING
    library.rcdefaults()  # no file of whoever runs it changes the picture
    sys.stdout.buffer.write(_drawn(asked["picture"], _COLOURS[Look(asked["look"])]))
    return 0


# ground, ink, grid, then by tone; both pairs of colours can be told apart by who does not see red or green.
_COLOURS: Final[Mapping[Look, Mapping[str, str]]] = {
    Look.LIGHT: {
        "ground": "#ffffff", "ink": "#1f2328", "grid": "#d8dce1",
        Tone.FIRST: "#0b5fa5", Tone.MANY: "#0b5fa5", Tone.SECOND: "#c2410c", Tone.QUIET: "#8b949e",
    },
    Look.DARK: {
        "ground": "#1e1f22", "ink": "#f2f3f5", "grid": "#43464d",
        Tone.FIRST: "#6cb6ff", Tone.MANY: "#6cb6ff", Tone.SECOND: "#ffab70", Tone.QUIET: "#9aa2ad",
    },
}  # fmt: skip
_STYLES: Final[Mapping[str, Mapping[str, Any]]] = {
    Tone.FIRST: {"linewidth": 3.0, "linestyle": "-"},
    Tone.SECOND: {"linewidth": 3.0, "linestyle": (0, (4, 2))},
    Tone.MANY: {"linewidth": 1.2, "linestyle": "-", "alpha": 0.8},
    Tone.QUIET: {"linewidth": 1.6, "linestyle": (0, (1, 1)), "alpha": 0.9},
}


def _drawn(picture: Mapping[str, Any], colours: Mapping[str, str]) -> bytes:
    from io import BytesIO

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    panels = picture["panels"]
    figure = Figure(figsize=(_WIDE, _HIGH * len(panels)), dpi=_DPI, facecolor=colours["ground"], layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(picture["title"], fontsize=18, color=colours["ink"], wrap=True)
    axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for axis, panel in zip(axes, panels, strict=True):
        _panel(axis, panel, colours)
    axes[-1].set_xlabel(picture["across"], fontsize=15, color=colours["ink"])
    file = BytesIO()
    figure.savefig(file, format="png", facecolor=colours["ground"])
    return file.getvalue()


def _panel(axis: Any, panel: Mapping[str, Any], colours: Mapping[str, str]) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_facecolor(colours["ground"])
    axis.set_title(panel["title"], fontsize=15, color=colours["ink"], loc="left")
    for band in panel["bands"]:
        weeks = range(1, len(band["low"]) + 1)
        label, colour = band["label"] or None, colours[band["tone"]]
        axis.fill_between(weeks, band["low"], band["high"], color=colour, alpha=0.22, linewidth=0, label=label)
    for line in panel["lines"]:
        values = [float("nan") if value is None else value for value in line["values"]]
        weeks = range(1, len(values) + 1)
        style = {**_STYLES[line["tone"]], "marker": "o" if len(values) == 1 else None}
        axis.plot(weeks, values, color=colours[line["tone"]], label=line["label"] or None, **style)
    axis.grid(visible=True, color=colours["grid"], linewidth=0.8)
    axis.set_axisbelow(True)
    axis.tick_params(labelsize=14, colors=colours["ink"], labelbottom=True)
    axis.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    axis.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    for name, spine in axis.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(colours["grid"])
    if any(part["label"] for part in (*panel["lines"], *panel["bands"])):
        axis.legend(fontsize=13, labelcolor=colours["ink"], frameon=False, loc="upper left")
