"""All commands under one roof, and what their errors become: messages on standard error, exit codes."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bitext import __version__
from bitext.cli import (
    align,
    clean,
    convert,
    dedup,
    detect,
    doctor,
    evaluate,
    explain,
    glossary,
    glossary_apply,
    glossary_diff,
    glossary_exchange,
    glossary_extract,
    glossary_find,
    glossary_git,
    glossary_search,
    glossary_verify,
    match,
    normalize,
    rules,
    run,
    score,
    segment,
    signature,
    sites,
    stats,
    tm,
    tm_search,
)
from bitext.cli import (
    filter as filters,
)
from bitext.cli.terminal import close_quietly, complain, prepare_streams
from bitext.errors import BitextError

__all__ = ["app"]


class _Commands(TyperGroup):
    """Turns what commands raise into the exit codes and messages that the documentation promises."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        prepare_streams()
        try:
            try:
                return super().invoke(ctx)
            finally:
                if sys.stdout is not None:  # it is None where it was closed before we began
                    sys.stdout.flush()
        except BrokenPipeError:
            close_quietly()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            complain("interrupted; finished outputs are whole")
            raise typer.Exit(130) from None
        except BitextError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from None
        except OSError as error:
            if error.filename is not None:  # a file of the package itself: inputs and outputs raise BitextError
                complain(f"{error.filename}: {(error.strerror or str(error)).lower()}; run `bitext doctor`")
                raise typer.Exit(3) from None
            close_quietly()
            complain(f"standard output: {(error.strerror or str(error)).lower()}; make room there, or write elsewhere with -o")
            raise typer.Exit(4) from None


app = typer.Typer(
    cls=_Commands,
    name="bitext",
    help="Dirty bilingual web pages in; clean text out, every change explained.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_sites = typer.Typer(cls=TyperGroup, help="Learn what the pages of a site repeat.", no_args_is_help=True, rich_markup_mode=None)
_eval = typer.Typer(cls=TyperGroup, help="Hold results against gold.", no_args_is_help=True, rich_markup_mode=None)
_glossary = typer.Typer(
    cls=TyperGroup, help="A glossary kept as text and reviewed in pull requests.", no_args_is_help=True, rich_markup_mode=None
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"bitext {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("-V", "--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Dirty bilingual web pages in; clean text out, every change explained."""


app.command("clean")(clean.clean_command)
app.command("detect")(detect.detect_command)
app.command("segment")(segment.segment_command)
app.command("align")(align.align_command)
app.command("normalize")(normalize.normalize_command)
app.command("dedup")(dedup.dedup_command)
app.command("match")(match.match_command)
app.command("filter")(filters.filter_command)
app.command("convert")(convert.convert_command)
app.command("run")(run.run_command)
app.command("explain")(explain.explain_command)
app.command("rules")(rules.rules_command)
app.add_typer(_sites, name="sites")
_sites.command("learn")(sites.learn_command)
app.command("score")(score.score_command)
app.command("stats")(stats.stats_command)
app.add_typer(_eval, name="eval")
_eval.command("clean")(evaluate.eval_clean_command)
_eval.command("align")(evaluate.eval_align_command)
_eval.command("filter")(evaluate.eval_filter_command)
app.command("signature")(signature.signature_command)
app.command("doctor")(doctor.doctor_command)
app.add_typer(_glossary, name="glossary")
_glossary.command("check")(glossary.check_command)
_glossary.command("fmt")(glossary.fmt_command)
_glossary.command("add")(glossary.add_command)
_glossary.command("search")(glossary_search.search_command)
_glossary.command("find")(glossary_find.find_command)
_glossary.command("verify")(glossary_verify.verify_command)
_glossary.command("apply")(glossary_apply.apply_command)
_glossary.command("diff")(glossary_diff.diff_command)
_glossary.command("extract")(glossary_extract.extract_command)
_glossary.command("import")(glossary_exchange.import_command)
_glossary.command("export")(glossary_exchange.export_command)
_glossary.command("merge")(glossary.merge_command)
_glossary.command("install-git")(glossary_git.install_git_command)
_glossary.command("git-diff", hidden=True)(glossary_diff.git_diff_command)
_tm = typer.Typer(
    cls=TyperGroup, help="A translation memory: pairs in one file that can be searched.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(_tm, name="tm")
_tm.command("add")(tm.add_command)
_tm.command("search")(tm_search.search_command)
_tm.command("export")(tm.export_command)
