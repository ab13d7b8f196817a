"""Read what a business is called: "called Crumb & Co", "We're Oakline Joinery", a name in quotes, a web address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.minds.clauses import content_words, sentences
from assistant.minds.kinds import singular
from assistant.minds.places import is_place
from assistant.retrieval.embedder import VOCABULARY
from assistant.retrieval.wording import english_words
from assistant.text import fold
from assistant.words import Words

_WORD = r"(?:(?:St|Dr|Mrs?|[A-ZÀ-Ý])\.(?=\s?[A-ZÀ-Ý])|[A-ZÀ-Ý0-9][\w'’+-]*(?:\.[\w'’+-]+)*)"
_LINK = r"(?:&|\+|and|of|the|de|la|le|du|des|von|van|der|y|e|og|och|und|et|n['’]?|['’]n['’]?|for|at)"
_NAME = rf"(?:The\s+)?{_WORD}(?:\s+(?:{_LINK}\s+){{0,2}}{_WORD}){{0,5}}"
_QUOTED = re.compile(
    r"[\"“„«]\s*(?P<name>[^\"“”„«»\n]{2,60}?)\s*[\"”“»]|(?<!\w)['‘](?P<other>[A-ZÀ-Ý][^'‘’\n]{1,60}?)['’](?!\w)"
)
_BRACKETED = re.compile(rf"\((?P<name>{_NAME})\)")
_LOWER_END = re.compile(
    r"\s*(?:[,.;:!?()\n]|\s[-–—]\s|\b(?:in|at|near|from|on|and (?:i|we|it)|i|we|it|its|it's|which|that|who|where|for"
    r"|since|with|because|but|so|selling|doing|making|offering|based|located|is|are)\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^name(?:['’]s| is)$", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:www\.)?(?P<name>[a-z0-9][a-z0-9-]{1,40}\.(?:co\.uk|com\.au|co\.nz|org\.uk|com|net|org"
    r"|biz|info|shop|store|studio|io|app|co|eu|uk|de|fr|nl|be|at|ch|ie|es|it|pt|se|no|dk|fi|pl|cz|ca|us|si|hr|gr))(?![\w@])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.])(?P<name>@[A-Za-z][\w.]{2,29})\b")
_HOLDS = r"(?=\s*(?:$|[,.;:!?(\n–—-]|(?:and|or|but)\s+(?:we|i|it)\b|(?:in|near|from|based|since|over|up|out|is|are)\b))"
_PUT_ON = re.compile(r"^(?:at|for|of|and|the)\s+", re.IGNORECASE)
_LONGEST = 60
_LOWER_WORDS = 4


@dataclass(frozen=True)
class NameReader:
    """Finds the name of the owner's business; a name is a verbatim span of the message."""

    words: Words
    taken: frozenset[str]
    """Names of something else: channels, tools, months."""
    trade_words: frozenset[str]
    """Words by which trades are called: "my bakery Crumb"."""

    def find(self, message: str, *, first: bool) -> str | None:
        """Return what the business is called; beside a plain "called …" only the `first` message introduces it."""
        said = (*self._cued(message), *(self._introduced(message) if first else ()))
        return next((name for name in map(_trimmed, said) if self._fits(name)), None)

    def _cued(self, message: str) -> Iterator[str]:
        """Yield what follows "called", "trading as" or "the name is", in capitals, in quotes, or typed without them."""
        for found in self._cues.finditer(message):
            rest = message[found.end() :]
            if _PERSON.search(found.group()) and re.match(
                r"\s*[A-ZÀ-Ý][\w'’-]+\s*[,.]?\s*(?:and\s)?(?:i|we)\b", rest, re.I
            ):
                continue  # "Name's Ann, I run …" says who is speaking
            named = _QUOTED.match(rest.lstrip(" :")) or re.match(rf"\s*:?\s*(?P<name>{_NAME})", rest)
            if named is not None:
                yield next(part for part in named.groupdict().values() if part)
            elif message == message.lower():
                words = _LOWER_END.split(rest.strip(" :"), maxsplit=1)[0].split()
                if words and words[0] not in self.words.get("name_not") and len(words) <= _LOWER_WORDS:
                    yield " ".join(words)
        for found in self._is_name.finditer(message):
            yield found["name"]

    def _introduced(self, message: str) -> Iterator[str]:
        yield from (found["name"] for found in self._legal.finditer(message))
        yield from (found["name"] for found in self._we_are.finditer(message) if self._is_own(found["name"]))
        yield from (found["name"] for found in self._own.finditer(message) if self._is_own(found["name"]))
        yield from (found["name"] for found in self._my.finditer(message))
        for found in _QUOTED.finditer(message):
            quoted = found["name"] or found["other"]
            if quoted[:1].isupper() or quoted[:1].isdigit():
                yield quoted
        for found in _BRACKETED.finditer(message):
            if self._is_own(found["name"]):
                yield found["name"]
        for sentence in sentences(message):
            bare = sentence.strip(" .!")
            if re.fullmatch(_NAME, bare) and self._is_own(bare):
                yield bare
        start = re.match(rf"(?P<name>{_NAME})\s*(?:,|\s[-–—]\s|:|\bis an?\b|\bin\b)", message)
        if start is not None and " " in start["name"] and self._is_own(start["name"]):
            yield start["name"]
        yield from (found["name"] for found in _DOMAIN.finditer(message))
        yield from (found["name"] for found in _HANDLE.finditer(message))

    def _fits(self, name: str) -> bool:
        plain = fold(name)
        if not 2 <= len(plain) <= _LONGEST or plain in self.taken or is_place(name):
            return False
        # "called Monday" and "my shop Instagram" name something else
        return plain.split()[0] not in (*self.words.get("calendar"), *self.words.get("greetings"), "i", "i'm")

    def _is_own(self, name: str) -> bool:
        """Tell whether capitals are a name rather than a trade, a language or a greeting: "We're Plumbers"."""
        words = [word for word in re.findall(r"[\w'’-]+", fold(name)) if word not in ("and", "the", "of")]
        if not words or words[0] in self.words.get("greetings") or is_place(name):
            return False
        if re.search(r"\s(?:&|\+|n')\s", fold(name)):
            return not all(word in self.trade_words for word in words)
        common = english_words(VOCABULARY) | self.trade_words
        unknown = [word for word in words if word not in common and singular(word) not in common]
        if len(words) == 1:
            return bool(unknown) and not name.isupper() and not re.search(r"(?:ish|ese|ian|ean)$", words[0])
        ends_in_trade = words[-1] in self.trade_words and words[0] not in self.trade_words
        return bool(unknown) or ends_in_trade

    @cached_property
    def _cues(self) -> re.Pattern[str]:
        cues = "|".join(re.escape(cue).replace("'", "['’]") for cue in self.words.get("name_cues"))
        return re.compile(rf"(?<!\bi )(?<!\bthey )(?<!\bwe )(?<!\bwho )(?<!\bmy )\b(?:{cues})\b", re.IGNORECASE)

    @cached_property
    def _is_name(self) -> re.Pattern[str]:
        nouns = "|".join(map(re.escape, self.words.get("business_nouns")))
        return re.compile(
            rf"\b(?i:{nouns})(?:['’]s)?(?i:\s+name)?\s+(?i:is|are)\s+(?i:called\s+)?[\"“']?(?P<name>{_NAME})"
        )

    @cached_property
    def _legal(self) -> re.Pattern[str]:
        forms = "|".join(map(re.escape, self.words.get("legal_forms")))
        return re.compile(rf"(?P<name>{_WORD}(?:\s+(?:{_LINK}\s+)?{_WORD}){{0,4}}?\s+(?:{forms}))(?![\w-])")

    @cached_property
    def _we_are(self) -> re.Pattern[str]:
        starts = "|".join(re.escape(cue).replace("'", "['’]") for cue in self.words.get("name_starts"))
        says = r"(?:I['’]?m|I am|it['’]s|this is|my name is|name['’]s)"
        person = rf"{says}\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?,?\s+(?:from|at|of|with)"
        return re.compile(rf"\b(?:(?i:{starts})|(?i:{person}))\s+(?P<name>{_NAME}){_HOLDS}")

    @cached_property
    def _own(self) -> re.Pattern[str]:
        return re.compile(
            rf"\b(?:I|i|we|We)(?:['’]ve)?\s+(?:\w+ly\s+)?(?:own|run|manage|founded|started|opened|built|have|got)\s+(?P<name>{_NAME}){_HOLDS}"
        )

    @cached_property
    def _my(self) -> re.Pattern[str]:
        nouns = "|".join(
            map(re.escape, sorted({*self.words.get("business_nouns"), *self.trade_words}, key=len, reverse=True))
        )
        return re.compile(
            rf"\b(?i:my|our|the|a|an|own|run|small|little|family|tiny)\s+(?:[a-z-]+\s+){{0,3}}(?:{nouns})\s*[,:]?\s+(?P<name>{_NAME}){_HOLDS}"
        )


def _trimmed(name: str) -> str:
    name = name.strip(" \t.,;:!?\"'“”‘’()")
    name = re.sub(r"\s+(?:&|\+|and|of|the|in|at|for|de|la|von|van)$", "", name, flags=re.IGNORECASE)
    return _PUT_ON.sub("", name) if not content_words(name[:4]) else name
