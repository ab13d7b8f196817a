"""A language model's part in a survey: what it would cost, names to approve, answers read again, a summary."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace

from assistant.codebook import Added, Codebook, Coding, Material, Unnamed
from assistant.minds.coder import Coder, OnRead
from assistant.narrative import told_by
from assistant.spending import Spending
from assistant.survey_reply import plain
from assistant.surveying import Paper
from assistant.synthesis import Synthesis
from assistant.usage import Meter, Usage
from assistant.words import load_words


@dataclass(frozen=True)
class Plan:
    """What a model would be asked, within what may be spent."""

    material: Material
    unclear: int
    """Unclear answers in all; the material may hold fewer."""
    usage: Usage
    """About what it would use."""

    @property
    def worthwhile(self) -> bool:
        """Whether there is anything to ask and room to ask it."""
        return bool(self.material.unclear or self.material.unnamed.themes)


def plan(coder: Coder, material: Material, synthesis: Synthesis, left: int, *, names: bool = True) -> Plan:
    """Return what can be asked with `left` tokens: the answers that are least certain first, as many as fit.

    Without `names` these have been proposed already.
    """
    usage = coder.estimate(material, synthesis, names=names)
    fixed = coder.estimate(material.first(0), synthesis, names=names)
    fits = material
    if usage.tokens > left:
        share = max(0.0, (left - fixed.tokens) / max(1, usage.tokens - fixed.tokens))
        fits = material.first(int(len(material.unclear) * share))
        usage = coder.estimate(fits, synthesis, names=names)
    if usage.tokens > left:
        return Plan(Material(Unnamed((), (), ()), (), ()), material.answers, Usage())
    return Plan(fits, material.answers, usage)


def cost_words(planned: Plan, spending: Spending | None) -> str:
    """Return what it would cost: tokens, and money where prices are set."""
    amount = spending.amount(planned.usage) if spending else ""
    about = _rounded(planned.usage.tokens)
    return load_words("surveying")(
        "model.cost", tokens=about, calls=planned.usage.calls, amount=amount, answers=planned.material.answers,
        unclear=planned.unclear,
    )  # fmt: skip


def offer_words(planned: Plan, spending: Spending | None) -> str:
    """Return the question whether a model shall read the survey, with what that would cost."""
    cost = cost_words(planned, spending)
    return load_words("surveying")("model.offer", answers=planned.material.answers, cost=cost)


def _rounded(tokens: int) -> int:
    """Return an estimate with two digits that count."""
    return round(tokens, -max(0, len(str(tokens)) - 2))


def proposal_words(codebook: Codebook, material: Material) -> Iterator[str]:
    """Yield a numbered line for each name that waits for approval."""
    words, texts = load_words("surveying"), _texts(material)
    for number, one in enumerate(codebook.renamed, 1):
        yield words("model.renames", number=number, was=plain(one.was), label=plain(one.label))
    for number, new in enumerate(codebook.added, len(codebook.renamed) + 1):
        yield words(
            "model.adds", number=number, label=plain(new.label), count=len(new.responses), quote=_example(new, texts)
        )


def _texts(material: Material) -> dict[str, str]:
    unnamed = material.unnamed
    grouped = {group.responses[0]: group.quotes[0] for group in unnamed.groups if group.responses and group.quotes}
    return {**grouped, **dict(unnamed.loose)}


def _example(new: Added, texts: dict[str, str]) -> str:
    found = next((texts[response] for response in new.responses if response in texts), "")
    return plain(found)[:160]


async def read_again(
    coder: Coder, planned: Plan, codebook: Codebook, paper: Paper,
    recount: Callable[[Paper], Awaitable[Synthesis]], meter: Meter, on_read: OnRead | None = None,
) -> tuple[Paper, Synthesis]:  # fmt: skip
    """Have the unclear answers read again with the approved names, count, and have the figures told.

    Each part that fails keeps what was built in; the result names the parts that are the model's.
    """
    material = planned.material.with_names(codebook)
    codes = await coder.read(material, meter, on_read) if material.unclear else ()
    coding = Coding(model=coder.name, codebook=codebook, codes=codes, asked=material.answers)
    synthesis = await recount(replace(paper, coding=coding))
    told = await coder.tell(synthesis, meter)
    coding = Coding.model_validate({**dict(coding), "told": told})
    return replace(paper, coding=coding), told_by(synthesis, coding)
