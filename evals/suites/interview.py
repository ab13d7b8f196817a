"""Interview: forty simulated owners of all trades and manners; what is known at the end, and how it was asked for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from evals.owners import OwnerCase
from evals.playing import Played, shared_owners
from evals.scorer import Curve, Metric, Outcome, Result, all_of, mean, only_reported, share
from evals.scoring import manners
from evals.scoring.facts import Fact, found_facts, invented, known_after, unrooted
from evals.solver import Bench

NAME = "interview"
FIELDS = ("trade", "model", "channels", "customers", "numbers", "pains", "told", "unknown")


async def run(bench: Bench) -> Result:
    """Play all owners and score their interviews."""
    played = await bench.play_all(bench.cases(NAME, OwnerCase))
    held_out = await bench.play_all(bench.cases("held_out", OwnerCase))
    shared = await bench.play_all(shared_owners() if not bench.only else ())
    metrics = (*accuracy("interview", played), *honesty(played), *asking(played))
    metrics = (*metrics, *accuracy("interview.held_out", held_out), precision("interview.held_out.precision", held_out))
    notes: tuple[str, ...] = ()
    if shared:
        metrics = (*metrics, *only_reported(accuracy("interview.shared", shared)))
    else:
        notes = ("The shared owners (../shared/cases/owners) are not here and were left out.",)
    return Result(
        suite=NAME,
        metrics=metrics,
        outcomes=(*map(outcome, played), *(outcome(one, counts=False) for one in (*held_out, *shared))),
        notes=notes,
        curves=(learning(played),) if played else (),
    )


def accuracy(prefix: str, played: Sequence[Played]) -> tuple[Metric, ...]:
    """Return how much of what the owners told is in their briefs: by field, over all facts, and all at once."""
    facts = [found_facts(one.case.gold, one.brief) for one in played]
    by_field = defaultdict[str, list[bool]](list)
    for fact in (fact for found in facts for fact in found):
        by_field[fact.field].append(fact.found)
    fields = [share(f"{prefix}.accuracy.{field}", by_field[field]) for field in FIELDS if by_field[field]]
    return (
        share(f"{prefix}.accuracy", (fact.found for found in facts for fact in found)),
        share(f"{prefix}.joint_accuracy", (all(fact.found for fact in found) for found in facts)),
        *(fields if prefix == "interview" else ()),
    )


def learning(played: Sequence[Played]) -> Curve:
    """Return which share of the facts is known after each message, over all owners; at the end it stays."""
    shares = [known_after(one) for one in played]
    longest = max(map(len, shares))
    values = [sum(each[min(step, len(each) - 1)] for each in shares) / len(shares) for step in range(longest)]
    return Curve(title="Share of an owner's facts known", steps="questions answered", values=tuple(values))


def precision(name: str, played: Sequence[Played]) -> Metric:
    """Return the share of what the briefs hold, in the fields annotated in full, that was said."""
    return share(name, (fact.found for one in played for fact in invented(one.case.gold, one.brief)))


def honesty(played: Sequence[Played]) -> tuple[Metric, ...]:
    """Return how much of what the briefs hold was really said."""
    judged = [invented(one.case.gold, one.brief) for one in played]
    wrong = [verdict for verdicts in judged for verdict in verdicts]
    fields = sorted({verdict.field for verdict in wrong})
    rooted = [verdict for one in played for verdict in unrooted(one)]
    return (
        share("interview.precision", (verdict.found for verdict in wrong)),
        *(share(f"interview.precision.{f}", (v.found for v in wrong if v.field == f)) for f in fields),
        share("interview.rooted", (verdict.found for verdict in rooted)),
    )


def asking(played: Sequence[Played]) -> tuple[Metric, ...]:
    """Return how the interviews went: length, repetitions, corrections, endings and wording."""
    corrected = [check for one in played for check in manners.corrections(one)]
    interrupted = [check for one in played for check in manners.interruptions(one)]
    questions = [question for one in played for question in manners.questions(one)]
    return (
        mean("interview.questions", (manners.asked(one) for one in played)),
        mean("interview.questions_until_known", (manners.until_known(known_after(one)) for one in played)),
        mean("interview.reasks", (len(manners.reasks(one)) for one in played)),
        mean("interview.probes", (manners.probes(one) for one in played)),
        share("interview.corrections_honoured", (check.found for check in corrected)),
        share("interview.interruptions_handled", (check.found for check in interrupted)),
        share("interview.ends_well", (check.found for one in played for check in manners.ending(one))),
        mean("interview.words_per_question", (len(question.split()) for question in questions)),
        share("interview.one_question_per_turn", (manners.is_single(question) for question in questions)),
        share("interview.no_leading_question", (not manners.is_leading(question) for question in questions)),
    )


def outcome(one: Played, *, counts: bool = True) -> Outcome:
    """Return what became of one interview, by field for the heat map."""
    facts, wrong = found_facts(one.case.gold, one.brief), invented(one.case.gold, one.brief)
    checks = (*manners.corrections(one), *manners.interruptions(one), *manners.ending(one))
    by_field = defaultdict[str, list[bool]](list)
    for fact in facts:
        by_field[fact.field].append(fact.found)
    marks = [(field, sum(found) / len(found)) for field, found in by_field.items()]
    marks += [("nothing invented", _kept(wrong))] if wrong else []
    marks += [("conduct", _kept(checks))] if checks else []
    failures = (
        *(f"not known: {fact.field} {fact.what}" for fact in facts if not fact.found),
        *(f"not said: {fact.field} {fact.what}" for fact in wrong if not fact.found),
        *(f"conduct: {check.what}" for check in checks if not check.found),
        *(f"asked again: {topic}" for topic in manners.reasks(one)),
    )
    return Outcome(
        name=one.case.name, note=one.case.note, score=all_of(marks), failures=failures, marks=tuple(marks),
        transcript=one.transcript, counts=counts,
    )  # fmt: skip


def _kept(facts: Iterable[Fact]) -> float:
    seen = [fact.found for fact in facts]
    return sum(seen) / len(seen)
