"""Languages as people write them, by name or code, in English or in the language itself; it stores nothing.

What is no language of the table stays as it was typed: two who wrote it alike have it in common.
"""

import difflib
import re
import unicodedata
from functools import cache

from teambot.errors import Refusal

_CODE = 2  # letters of one; almost every two letters are like another code
_ALIKE = 0.75  # of difflib's ratio: a letter too few, too many or out of place, in a short word too
LANGUAGES_MOST = 100  # characters in all, as the store keeps them
# ISO 639-1's code, the name that is kept, and what else it is called: the languages that blogs are written in most.
_TABLE = """
af Afrikaans
am Amharic, አማርኛ
ar Arabic, العربية, عربي
az Azerbaijani, Azeri, Azərbaycanca
be Belarusian, Беларуская
bg Bulgarian, Български
bn Bengali, Bangla, বাংলা
bs Bosnian, Bosanski
ca Catalan, Català, Valencian
cs Czech, Čeština
cy Welsh, Cymraeg
da Danish, Dansk
de German, Deutsch
el Greek, Ελληνικά
en English
eo Esperanto
es Spanish, Español, Castellano, Castilian
et Estonian, Eesti
eu Basque, Euskara
fa Persian, Farsi, فارسی
fi Finnish, Suomi
fr French, Français
ga Irish, Gaeilge
gl Galician, Galego
gu Gujarati, ગુજરાતી
ha Hausa
he Hebrew, Ivrit, עברית
hi Hindi, हिन्दी, हिंदी
hr Croatian, Hrvatski
hu Hungarian, Magyar
hy Armenian, Հայերեն
id Indonesian, Bahasa Indonesia
ig Igbo
is Icelandic, Íslenska
it Italian, Italiano
ja Japanese, Nihongo, 日本語
ka Georgian, ქართული
kk Kazakh, Қазақша
km Khmer, ខ្មែរ
kn Kannada, ಕನ್ನಡ
ko Korean, 한국어
lb Luxembourgish, Lëtzebuergesch
lt Lithuanian, Lietuvių
lv Latvian, Latviešu
mk Macedonian, Македонски
ml Malayalam, മലയാളം
mn Mongolian, Монгол
mr Marathi, मराठी
ms Malay, Bahasa Melayu
mt Maltese, Malti
my Burmese, မြန်မာ
ne Nepali, नेपाली
nl Dutch, Nederlands, Flemish, Vlaams
no Norwegian, Norsk, Bokmål, Nynorsk, nb, nn
pa Punjabi, ਪੰਜਾਬੀ
pl Polish, Polski
pt Portuguese, Português
ro Romanian, Română
ru Russian, Русский
si Sinhala, සිංහල
sk Slovak, Slovenčina
sl Slovene, Slovenian, Slovenščina
so Somali, Soomaali
sq Albanian, Shqip
sr Serbian, Srpski, Српски
sv Swedish, Svenska
sw Swahili, Kiswahili
ta Tamil, தமிழ்
te Telugu, తెలుగు
th Thai, ไทย
tl Tagalog, Filipino
tr Turkish, Türkçe
uk Ukrainian, Українська
ur Urdu, اردو
uz Uzbek, Oʻzbekcha
vi Vietnamese, Tiếng Việt
xh Xhosa, isiXhosa
yo Yoruba, Yorùbá
zh Chinese, Mandarin, Cantonese, 中文, 汉语, 漢語
zu Zulu, isiZulu
"""
_REGION = re.compile(r"([a-z]{2})[-_][a-z0-9]{2,8}")  # en-GB, pt_BR, zh-Hant
_ASIDE = re.compile(r"\(.*?\)")  # English (UK)
_SEPARATORS = re.compile(r"[,;/\n،、，]")


def parse_languages(text: str) -> tuple[str, ...]:
    """Read languages separated by commas, the most important first, each once; may be none.

    Those of the table come by its name: "de", "Deutsch" and "Swiss German" are all "German". Raises
    Refusal("too-long") where all of them do not fit.
    """
    found: dict[str, str] = {}
    for part in _SEPARATORS.split(text):
        name = _named(" ".join(part.split()))
        if name:
            found.setdefault(name.casefold(), name)
    length = len(join_languages(tuple(found.values())))
    if length > LANGUAGES_MOST:
        raise Refusal("too-long", field="languages", most=LANGUAGES_MOST, length=length)
    return tuple(found.values())


def join_languages(languages: tuple[str, ...]) -> str:
    """Write languages as `parse_languages` reads them."""
    return ", ".join(languages)


def unknown_ones(languages: tuple[str, ...]) -> dict[str, str]:
    """Give those that are no languages of the table, each with the one that it looks like, or ""."""
    kept = set(_names().values())
    return {name: _like(name) for name in languages if name not in kept}


def _like(typed: str) -> str:
    names = {name: language for name, language in _names().items() if len(name) > _CODE}
    near = difflib.get_close_matches(_folded(typed), names, 1, _ALIKE)
    return names[near[0]] if near else ""


def _named(typed: str) -> str:
    bare = _folded(_ASIDE.sub(" ", typed))
    region = _REGION.fullmatch(bare)
    last = bare.rpartition(" ")[2]  # "British English"; a code alone says nothing there
    known = _names().get(bare) or (_names().get(region[1]) if region else None)
    return known or (_names().get(last) if len(last) > 2 else None) or typed


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        code, _, rest = line.partition(" ")
        kept, *others = rest.split(", ")
        names |= {_folded(name): kept for name in (code, kept, *others)}
    return names


def _folded(text: str) -> str:
    """Give a name as it is compared: whatever its case, and without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in parted if not unicodedata.combining(one)).split())
