"""The `journey` command: its subcommands and options, and what becomes of their errors.

Each command imports what it needs when it runs, because `journey --help` must not wait for a search index.
"""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from assistant.cli import screen
from assistant.errors import BadInput, JourneyError

OK, FAILED, WRONG_USE = 0, 1, 2

app = typer.Typer(
    help="Interviews a business owner and hands back a customer journey map whose every cell says how we know it.",
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
knowledge = typer.Typer(help="Look at the knowledge cards and check them.", rich_markup_mode=None)
app.add_typer(knowledge, name="knowledge")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with 0 (ok), 1 (a finding or a failure) or 2 (wrong use)."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments`, those of the process by default, and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # because a terminal that knows no emoji must not stop a reply
    try:
        outcome = app(args=arguments, prog_name="journey", standalone_mode=False)
    except typer.TyperException as error:
        screen.complain(f"{error.format_message().rstrip('.')}; 'journey --help' shows what is possible.")
        return WRONG_USE
    except JourneyError as error:
        screen.complain(str(error))
        return WRONG_USE if isinstance(error, BadInput) else FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # because the reader is gone, as with `head`
        return FAILED
    except Exception:  # because this is the last line before a traceback would reach the user
        logging.getLogger(__name__).exception("The command failed.")
        screen.complain("Something went wrong that should not have; the lines above say where.")
        return FAILED
    return outcome if isinstance(outcome, int) else OK


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address of this machine to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the chat page until it is stopped."""
    from assistant.web.launch import serve

    serve(host, port)


@app.command()
def chat(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per message.")] = False,
    map_out: Annotated[Path | None, typer.Option("--map-out", help="File to write the map to.", metavar="FILE")] = None,
    mind: Annotated[
        Literal["embedded", "model"] | None,
        typer.Option(help="What reads the messages; by default the language model where one is set up."),
    ] = None,
) -> None:
    """Hold the interview in the terminal.

    One line is one message; /draft draws the map now, /quit or the end of input ends the interview.
    """
    from assistant.cli.chat import hold

    hold(sys.stdin.buffer, as_json=as_json, map_out=map_out, mind=mind)


@app.command()
def demo(
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the finished map.")] = True,
) -> None:
    """Play an invented owner through the interview.

    Then the finished map is opened in a browser, if there is one.
    """
    from assistant.cli.demo import play

    play(browser=browser)


@app.command()
def draft(
    brief: Annotated[Path, typer.Argument(help="A brief, as YAML or JSON.")],
    survey: Annotated[
        Path | None, typer.Option(help="What a survey says, as YAML or JSON.", metavar="SYNTHESIS")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write the map to.", metavar="MAP")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the map of a brief.

    Without -o it is printed as JSON. The ending of the file chooses the format; any other than those of
    `journey export` means JSON.
    """
    from assistant.cli.maps import draw

    draw(brief, survey, out, as_json=as_json)


@app.command()
def survey(
    files: Annotated[
        list[str], typer.Argument(help="CSV, Excel, JSON or plain text; - reads pasted text.", metavar="FILE...")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="File to write to: json, xlsx, html or pdf.", metavar="SYNTHESIS")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="What a column is, such as 'Why?=open'.", metavar="NAME=role")
    ] = None,
    segment: Annotated[
        list[str] | None, typer.Option("--segment", help="Compare the groups of this column.", metavar="COLUMN")
    ] = None,
    industry: Annotated[str | None, typer.Option(help="The trade, such as industry:salon.", metavar="ID")] = None,
    map: Annotated[
        Path | None, typer.Option("--map", help="A map whose pains to look for, too.", metavar="MAP")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="Corrections of columns and themes, as YAML.", metavar="FILE")
    ] = None,
    save_corrections: Annotated[
        Path | None, typer.Option(help="Write columns and themes as a file to correct by hand.", metavar="FILE")
    ] = None,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Let the language model name themes and read unclear answers again.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Agree to what that costs; it is shown first.")] = False,
    codebook: Annotated[
        Path | None, typer.Option(help="Approved names; written there first if missing.", metavar="FILE")
    ] = None,
    accept_codebook: Annotated[
        bool, typer.Option("--accept-codebook", help="Take the names that the model proposes, unseen.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Sum up what survey results say.

    Scores with their intervals, themes with counts and quotes, praise, groups that differ, and what to beware of.
    Several files are read as one survey. The ending of -o chooses the format.
    """
    from assistant.cli.survey import Wanted, sum_up

    consent = None
    if with_model:
        from assistant.cli.survey_model import Consent  # imported late: only a model needs it

        consent = Consent(yes, accept_codebook, codebook)
    wanted = Wanted(files, out, column or (), segment or (), industry, map, corrections, save_corrections, consent)
    sum_up(wanted, as_json=as_json)


@app.command()
def review(
    map: Annotated[Path, typer.Argument(help="A map, as YAML or JSON; edited by hand is welcome.")],
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with a map.

    And what could be better. Errors make the exit code 1, advice does not.
    """
    from assistant.cli.maps import judge

    if judge(map, as_json=as_json):
        raise typer.Exit(FAILED)


@app.command()
def export(
    map: Annotated[Path, typer.Argument(help="A map, as YAML or JSON.")],
    to: Annotated[str, typer.Option(help="Formats, separated by commas, such as html,md; a wrong one lists all.")],
    folder: Annotated[Path, typer.Option("-d", "--dir", help="Folder to write to.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Save a map in other formats."""
    from assistant.cli.maps import save

    save(map, to, folder, as_json=as_json)


@app.command()
def schema(
    shape: Annotated[Literal["brief", "map", "synthesis"] | None, typer.Argument(help="Which shape.")] = None,
) -> None:
    """Print the JSON Schema of a shape.

    Without a name, those of all three shapes under their names.
    """
    from assistant.cli.maps import describe

    describe(shape)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Plain words.")],
    count: Annotated[int, typer.Option("-k", help="How many cards at most.", min=1, max=100)] = 10,
    kind: Annotated[str | None, typer.Option(help="Only cards of this kind, such as kpi.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the knowledge cards that fit, best first."""
    from assistant.cli.cards import find

    find(query, count, kind, as_json=as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in plain words.")],
    as_json: AsJson = False,
) -> None:
    """Answer a question from the knowledge cards, with citations."""
    from assistant.cli.cards import tell

    tell(question, as_json=as_json)


@app.command(name="eval")
def evaluate(
    suites: Annotated[
        list[str] | None, typer.Argument(help="Suites, such as interview; all by default.", metavar="SUITE")
    ] = None,
    mind: Annotated[
        Literal["embedded", "model"], typer.Option(help="What reads the messages; a model holds each interview thrice.")
    ] = "embedded",
    as_json: AsJson = False,
) -> None:
    """Measure the product on its cases.

    Writes a report; a metric below the baseline makes the exit code 1. Only in a checkout of the source.
    """
    from assistant.cli.evals import measure

    raise typer.Exit(measure(suites or (), ("--mind", mind, *(("--json",) if as_json else ()))))


@knowledge.command("check")
def knowledge_check(as_json: AsJson = False) -> None:
    """Check every card and its links; errors make the exit code 1."""
    from assistant.cli.cards import check_all

    if check_all(as_json=as_json):
        raise typer.Exit(FAILED)


@knowledge.command("list")
def knowledge_list(
    kind: Annotated[str | None, typer.Option(help="Only cards of this kind, such as kpi.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the cards."""
    from assistant.cli.cards import list_all

    list_all(kind, as_json=as_json)


@knowledge.command("show")
def knowledge_show(
    card: Annotated[str, typer.Argument(help="Id of a card, such as kpi:churn-rate.")],
    as_json: AsJson = False,
) -> None:
    """Show one card."""
    from assistant.cli.cards import show_one

    show_one(card, as_json=as_json)


@knowledge.command("stats")
def knowledge_stats(as_json: AsJson = False) -> None:
    """Count the cards and show where they are thin."""
    from assistant.cli.cards import count_all

    count_all(as_json=as_json)
