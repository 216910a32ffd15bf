"""The mood of English sentences: VADER, with the words of a chat put right.

VADER (Hutto and Gilbert, ICWSM 2014) was made for public posts. In a chat with an assistant it
fails on two things: words of the trade ("error", "kill", "value") that name things rather than
feelings, and complaints without a feeling word ("It doesn't work"). Both are put right here in
a lexicon of our own and a few phrases; VADER's handling of negation and degree stays as it is.
"""

from __future__ import annotations

import re
from importlib import resources

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_THINGS_NOT_FEELINGS = """
    abort aborted accept accepted active allow alone apologies apologise apologize apology
    argument arguments asset assets attack attacks block blocked blocks cancel canceled
    cancelled certain certainly challenge charge charged clear clearly conflict conflicts crash
    crashed create created creates creating creative credit critical cut dead deadlock death
    debt destroy destroyed discard drop dropped dump empty energy engage error errors excluded
    expand fail failed failing fails failure failures fatal fire force forced free fresh greater
    gross growing help helping hide huge ignore ignored ignoring illegal important increase
    increased inspect intelligent interest interrupt interrupted isolate isolated join kill
    killed killing kills kind lack leave legal like limit limited loose low lower master matter
    miss missing natural negative neutral no novel number ok okay play playing please positive
    pretty problem problems profit protect protected question questions reject rejected
    responsible restrict restricted reward rewards safe safely secure secured security share
    shared shares significant solution solutions solve solved solving stop stopped stops
    straight strength strong support supported supporting supports sure top trivial true trust
    trusted united value values vision vulnerability vulnerable want war warn warning warnings
    well yes
"""

_OWN_WORDS = {
    "incorrect": -1.7,
    "ugh": -1.8,
    "meh": -1.0,
    "buggy": -1.6,
    "kudos": 2.2,
    "yay": 2.4,
    # What `_PHRASES` and the emoji below are rewritten to.
    "itfails": -2.0,
    "itworks": 1.9,
    "thumbsup": 1.8,
    "thumbsdown": -1.8,
    "idislike": -1.8,
    "ilike": 1.8,
    "noworries": 0.6,
}

_PHRASES = re.compile(
    r"\b(?:"
    r"(?P<itfails>(?:(?:does|do|did|is|was|are|were|wo|would|has|have|could)(?:n'?t| not)|not|never"
    r"|no longer|stopped) (?:(?:really|even|always|yet|at all) )?(?:work(?:ing|s|ed)?"
    r"|help(?:ing|ed|ful)?|useful)\b"
    r"|(?<!if )(?<!when )(?:it|this|that|you|app|program) "
    r"(?:(?:just|still|always|only|again|keeps?|kept|has) )*"
    r"(?:crash(?:es|ed|ing)|fail(?:s|ed|ing)|breaks|broke|freezes|froze|hangs)\b"
    r"|still (?:not|fail\w*|crash\w*|broken|wrong)\b"
    r"|mak(?:es?|ing) no sense|n't make (?:any )?sense|not what i (?:asked|wanted|meant|need\w*)"
    r"|thanks for nothing|wast(?:e|ed|ing) (?:of )?(?:my )?time|(?:fed up|sick) (?:with|of))"
    r"|(?P<itworks>(?<!how )(?<!if )(?<!when )(?<!where )(?:it|this|that|everything) "
    r"(?:(?:now|finally|really|all) )*(?:work(?:s|ed)|help(?:s|ed))\b"
    r"(?! (?:with|in|on|by|like this))"
    r"|works? (?:great|perfectly|fine|nicely|like a charm)|exactly what i (?:wanted|needed|meant)"
    r"|well done)"
    r"|(?P<idislike>(?:don'?t|didn'?t|do not|did not) (?:really )?like\b)"
    r"|(?P<ilike>(?:i|we|she|he|they) (?:(?:really|do|quite|also) )*liked?\b(?! to))"
    r"|(?P<noworries>no (?:problem|worries)\b)"
    r"|(?P<nothing>no,? thank(?:s| you)|my (?:mistake|bad|apologies)"
    r"|sorry(?: for the \w+| about that)?)"
    r"|(?P<very>pretty(?= \w))"
    r")",
    re.IGNORECASE,
)

_EMOJI = {
    "thumbsup": "👍🙏😊😀😃😄😁😍🥰😘🤩🎉🥳👏💯❤♥💖💙💚🙂🤗👌🙌😎",
    "thumbsdown": "👎😡😠🤬😢😭😞😔😟☹🙁💔🙄😤😩😫🤮🤦",
}

_LEAD = (
    r"(?:(?:please|now|then|also|and|ok|okay|so|well|hey|hi|hello|first|next|finally|just|again|"
    r"kindly|maybe|(?:can|could|would|will) you|(?:i want|i need|i'd like|i would like) you to|"
    r"i (?:want|need|have) to|i'd like to|i would like to|let's|help me(?: to)?|help us(?: to)?|"
    r"try to|don't|do not)[,:]? +)*"
)
_VERBS = """
    act add adjust adopt advise analyse analyze answer append apply approve argue arrange ask
    assign assume attach avoid be become behave block brainstorm build calculate call cancel
    change check choose classify clean clear close code combine comment compare compile complete
    compose compute connect consider continue convert copy correct count create critique cut
    debug decide decline define delete deploy derive describe design destroy detect determine
    develop disable discard discuss display divide do download draft draw drop edit eliminate
    enable encrypt enter estimate evaluate examine exclude execute expand explain explore export
    extend extract fetch fill filter find finish fix follow force format generate get give go
    group guess handle hide identify ignore illustrate imagine implement import improve include
    increase insert install interpret introduce invent join keep kill leave let limit list load
    locate log make mark mask match measure merge mock modify move name normalise normalize open
    optimise optimize order organise organize outline paraphrase parse paste pick plan play plot
    predict prepare print prioritise prioritize produce proofread propose protect prove provide
    pull push put query quote raise rank rate read rebuild recommend record reduce refactor
    reject release remember remove rename render repair repeat rephrase replace reply report
    reset resolve respond restart restore retry return reverse revert review rewrite roleplay
    roll round run save scan schedule search select send separate set share shorten show shut
    simplify sketch skip solve sort speak specify spell split start state stop store structure
    submit subtract suggest sum summarise summarize support swap switch take teach tell
    terminate test throw trace train transform translate try turn undo uninstall update upgrade
    upload use validate verify visit visualise visualize walk warn wrap write
"""
_COMMAND = re.compile(rf"{_LEAD}(?:{'|'.join(_VERBS.split())})\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:(?:and|so|ok|okay|but|hi|hello|hey|please)[,:]? +)*(?:"
    r"what|which|who|whom|whose|when|where|how|is|are|was|were|do|does|did|can|could|will|would"
    r"|should|may|has|have)\b",
    re.IGNORECASE,
)
_HEARTFELT = re.compile(
    r"\b(?:thank\w*|thx|damn\w*|shit\w*|fuck\w*|crap\w*|hell|wtf|stupid\w*|idiot\w*|dumb|useless"
    r"|garbage|ridiculous|nonsense|hate)\b|[:;=]-?[()D]|<3|[" + "".join(_EMOJI.values()) + "]",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(
    r"(?<=[.!?…;])\s+|\n+|,\s+(?=(?:because|it|it's|that|that's|this|you|you're|i|i'm)\s)",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 40
"""Words scored at once; VADER's time grows with the square of them."""


class ChatAnalyzer(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """VADER with the lexicon above."""

    def __init__(self) -> None:
        files = resources.files("vaderSentiment")
        words = (files / "vader_lexicon.txt").read_text(encoding="utf-8")
        emoji = (files / "emoji_utf8_lexicon.txt").read_text(encoding="utf-8")
        self.lexicon: dict[str, float] = {}
        for line in words.splitlines():
            word, valence = line.strip().split("\t")[:2]
            self.lexicon[word] = float(valence)
        for word in _THINGS_NOT_FEELINGS.split():
            self.lexicon.pop(word, None)
        self.lexicon.update(_OWN_WORDS)
        self.emojis: dict[str, str] = dict(
            line.split("\t")[:2] for line in emoji.splitlines() if "\t" in line
        )
        self.emojis.update((sign, word) for word, signs in _EMOJI.items() for sign in signs)


def sentences(text: str) -> list[str]:
    """Split clean text into sentences and clauses, none longer than VADER can score quickly."""
    parts: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        parts.extend(
            " ".join(words[start : start + _LONGEST_SENTENCE])
            for start in range(0, len(words), _LONGEST_SENTENCE)
        )
    return parts


def score(analyzer: ChatAnalyzer, sentence: str) -> float:
    """Return the mood of one sentence, from -1 to 1.

    A plain command or question to an assistant is 0: its words name what it is about. "Write a
    sad poem" is not sad. It counts only if it also swears, thanks, or smiles.
    """
    sentence = _PHRASES.sub(_rewritten, sentence)
    asks = _COMMAND.match(sentence) or ("?" in sentence[-3:] and _QUESTION.match(sentence))
    if asks and not _HEARTFELT.search(sentence):
        return 0.0
    return float(analyzer.polarity_scores(sentence)["compound"])


def _rewritten(phrase: re.Match[str]) -> str:
    return "" if phrase.lastgroup == "nothing" else phrase.lastgroup or ""
