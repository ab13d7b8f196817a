"""Has a language model help with a survey on the command line: the estimate first, names approved, then the reading."""

import asyncio
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.cli import screen
from assistant.cli.keep import write
from assistant.codebook import Codebook
from assistant.errors import BadInput
from assistant.minds.coder import OnRead
from assistant.minds.openai.coding import ModelCoder
from assistant.minds.openai.endpoint import Limits
from assistant.minds.openai.setup import open_endpoint
from assistant.settings import Settings
from assistant.spending import Spending
from assistant.survey.by_hand import codebook, read_names, write_names
from assistant.survey.corrections import Corrections
from assistant.survey.synthesize import Analysis
from assistant.survey_coding import Plan, cost_words, plan, proposal_words, read_again
from assistant.survey_wishes import picked
from assistant.surveying import Paper, Surveyor
from assistant.synthesis import Synthesis
from assistant.usage import Meter
from assistant.words import load_words


@dataclass(frozen=True)
class Consent:
    """What the user has agreed to beforehand."""

    yes: bool = False
    """To the cost."""
    accept: bool = False
    """To the names, unseen."""
    codebook: Path | None = None
    """Where approved names stand, or where proposed ones are to be written."""


@dataclass(frozen=True)
class Helped:
    """The survey that a model is to help with."""

    settings: Settings
    surveyor: Surveyor
    paper: Paper
    corrections: Corrections
    analysis: Analysis
    on_read: OnRead

    def with_model(self, consent: Consent) -> Analysis:
        """Return the analysis with a model's help; BadInput if none is set up or the cost was not agreed to."""
        if not self.settings.has_model:
            raise BadInput(load_words("model")("missing"))
        return asyncio.run(self._with_model(consent))

    async def _with_model(self, consent: Consent) -> Analysis:
        words, settings = load_words("model", self.settings.language), self.settings
        limits = Limits(settings.model_timeout, parallel=settings.model_parallel, temperature=settings.temperature)
        async with open_endpoint(settings, limits) as endpoint:
            coder = ModelCoder(endpoint, words, settings.model)
            meter = Meter(settings.max_tokens_per_map)
            material = await self.surveyor.material(self.analysis)
            given = consent.codebook is not None and consent.codebook.exists()
            planned = plan(coder, material, self.analysis.synthesis, meter.left, names=not given)
            if not planned.worthwhile:
                screen.complain(_words("nothing"))
                return self.analysis
            _agree(planned, settings, consent)
            names = await self._names(coder, planned, meter, consent)
            paper, synthesis = await read_again(coder, planned, names, self.paper, self._count, meter, self.on_read)
            analysis = await self.surveyor.count(paper, self.corrections)
        for remark in (*meter.notes, Spending(settings).line(meter.used, meter.used)):
            screen.complain(remark)
        return replace(analysis, synthesis=synthesis)

    async def _count(self, paper: Paper) -> Synthesis:
        return (await self.surveyor.count(paper, self.corrections)).synthesis

    async def _names(self, coder: ModelCoder, planned: Plan, meter: Meter, consent: Consent) -> Codebook:
        """Return the names that are approved: those of the file, or of a proposal that somebody has looked at."""
        path = consent.codebook
        if path is not None and path.exists():
            return codebook(read_names(path), self.analysis, path.name)
        proposed = await coder.propose(planned.material, meter)
        if not proposed:
            return proposed
        if path is not None:
            write(path, write_names(proposed))
        if consent.accept:
            return proposed
        screen.complain(_words("names"))
        for line in proposal_words(proposed, planned.material):
            screen.complain(f"  {line.replace('**', '')}")
        if _at_terminal():
            return _approved(proposed)
        screen.complain(_words("names_wait", path=path))
        return Codebook()


def _agree(planned: Plan, settings: Settings, consent: Consent) -> None:
    """Show what it would cost; BadInput unless somebody agrees."""
    host = settings.openai_base_url or "OpenAI"
    cost = cost_words(planned, Spending(settings))
    screen.complain(_words("estimate", model=settings.model, host=host, cost=cost, answers=planned.material.answers))
    if consent.yes:
        return
    if not _at_terminal() or not _answer(_words("go_on")).casefold().startswith("y"):
        raise BadInput(_words("not_agreed"))


def _approved(proposed: Codebook) -> Codebook:
    """Ask which names to take, until the answer is understood."""
    while True:
        found = picked(_answer(_words("which")), proposed)
        if found is not None:
            return found


def _answer(question: str) -> str:
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise BadInput(_words("not_agreed"))
    return answer.strip()


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _words(name: str, **values: object) -> str:
    return load_words("survey")(f"cli.model.{name}", **values)
