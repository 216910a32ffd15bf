"""Which language a message is in, as far as judging its mood needs it."""

from __future__ import annotations

import re

ENGLISH = "en"
OTHER = "other"
UNCLEAR = ""

_LOOKED_AT = 600
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

# The commonest function words: a text of some length can't do without them, and languages hardly
# share them. Words that are also English ones count only against the English ones around them.
_ENGLISH_WORDS = """
    the a an and or but if to of in on at for with from by as is are was were be been am it its
    it's this that these those i i'm i've you you're your he she we they my me our their not no do
    does did don't doesn't didn't isn't can can't could would should will won't have has had what
    which who how why when where there here so very too just about all any some more than then now
    please thanks thank yes
"""
_OTHER_WORDS = """
    der die das und ist nicht ich ein eine einen mit für auf zu den dem im wie auch es sie wir du
    bitte danke kein keine sind aber wenn über noch schon mir mich
    le la les des une est pas je vous nous pour dans avec que qui ce cette il elle c'est merci mais
    sur très bien tout
    el los las por para con como pero muy gracias está este esta más lo una eso
    gli che per non sono questo questa grazie molto della di
    os não uma com muito isso obrigado você são
    het een niet van ik dat en met voor maar zijn
    nie jest się jak czy och att det som är inte jag på med bir ve bu için değil çok
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHER = frozenset(_OTHER_WORDS.split())


def language_of(text: str) -> str:
    """Return ENGLISH, OTHER, or UNCLEAR for a text too short or too plain to tell.

    Judged from the script and the function words of the first 600 characters.
    """
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    letters = sum(map(len, words))
    foreign = sum(len(word) for word in words if ord(max(word)) > ord("\u024f"))
    if foreign * 4 > letters:
        return OTHER
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    if english == other:
        return OTHER if other else UNCLEAR
    return ENGLISH if english > other else OTHER
