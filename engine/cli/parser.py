"""The words and flags of the command line; every flag's value is read as text."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from engine import __version__
from engine.cli.scene_flags import Flag, field_help, scene_flags
from engine.core.parameter import Described, described
from engine.page.page import all_pages
from engine.session.reader import PROGRAM

COMMANDS = ("list", "run", "export", "sweep", "check")
EXAMPLES = """examples:
  gaussian-explorer run kl-divergence --p-mean 0.1 --q-mean 0 --samples 1e6
  gaussian-explorer run kl-divergence --p-mean 0,0 --p-std 1,2 --p-correlation .3 --json
  gaussian-explorer export --all --format png,svg,csv --out exports
  gaussian-explorer run --session exports/kl-divergence.png
  gaussian-explorer sweep kl-divergence --over q.mean=-3:3:41 --read 'k?.std' --out std.csv
  gaussian-explorer run importance-weights --data rollout.csv --columns logp_new,logp_old
  gaussian-explorer check outputs/token_exports && echo healthy

Without a word it opens the window; with the path of a session or an exported figure, or with a
shared text, too.
"""

POLICY_FLAGS = (
    Flag("new", "NAME", "of rollouts: what the file calls the trainer's log-probabilities"),
    Flag("old", "NAME", "of rollouts: what it calls the sampler's"),
)
MASK_FLAG = Flag("mask", "COLUMN", "rows with 0 or false in it do not count; '' for no mask")
DATA_FLAGS = (
    Flag("data", "FILE", "a CSV, NPY or NPZ file of log-ratios or of samples; or rollouts"),
    Flag("columns", "C[,C...]", "log-probabilities NEW,OLD or one of log-ratios; or coordinates"),
    Flag("group", "COLUMN", "the column that names each row's group: Gaussians are fitted to both"),
    Flag("groups", "P,Q", "which of its values are p and q, if there are more than two"),
    Flag("data-q", "FILE", "samples of q, where those of p are the ones of --data"),
    MASK_FLAG,
    *POLICY_FLAGS,
    Flag("level", "WHAT", "of rollouts, on pages of log-ratios: token or sequence; default token"),
)


class CommandError(Exception):
    """What is wrong with a command line, in one sentence."""


class CommandFailed(Exception):
    """What kept a command that is well formed from its end, in one sentence."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        found = re.fullmatch(r"argument (--[\w-]+)\S*: expected one argument", message)
        raise CommandError(f"{found[1]} needs a value" if found else message)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The flags as attributes: text or None; raises CommandError for unknown ones."""
    if arguments and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        words = ", ".join(COMMANDS)
        raise CommandError(f"{arguments[0]!r} is no file and no known word; known are {words}")
    parser = _parser()
    names, unknown = parser.parse_known_args(_joined(arguments))
    if unknown:
        known = sorted(_flags_of(parser, names.command) - _flags_of_others(names))
        kind = "flag" if unknown[0].startswith("-") else "word"
        word = unknown[0].partition("=")[0]
        raise CommandError(f"unknown {kind} {word}; known are {', '.join(known)}")
    return names


def option_flags() -> dict[str, list[tuple[str, Described]]]:
    """Flag name -> the (page, option) pairs that it sets."""
    flags: dict[str, list[tuple[str, Described]]] = {}
    for page in all_pages():
        for field in described(page.options):
            flags.setdefault(flag_name(field), []).append((page.name, field))
    return flags


def flag_name(field: Described) -> str:
    """The flag of an option, without dashes."""
    return field.name.replace("_", "-")


def earlier_flags() -> dict[str, list[str]]:
    """Flags that have other names now -> the pages that still take them."""
    flags: dict[str, list[str]] = {}
    for page in all_pages():
        for name in page.earlier_flags():
            flags.setdefault(name, []).append(page.name)
    return flags


def _flags_of_others(names: argparse.Namespace) -> set[str]:
    """The flags that do nothing for the page that is named; none where none is."""
    page = getattr(names, "page", None)
    if page not in {each.name for each in all_pages()}:
        return set()
    return {
        f"--{name}"
        for name, fields in option_flags().items()
        if page not in {owner for owner, _ in fields}
    }


def _joined(arguments: Sequence[str]) -> list[str]:
    """``--p-mean -1,2`` as ``--p-mean=-1,2``: argparse takes -1,2 for a flag."""
    joined: list[str] = []
    for argument in arguments:
        before = joined[-1] if joined else ""
        if (
            re.match(r"-(?:[\d.]|inf|nan)", argument, re.IGNORECASE)
            and before.startswith("--")
            and "=" not in before
        ):
            joined[-1] = f"{before}={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="See and check what two Gaussians p and q do.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    words = parser.add_subparsers(dest="command", metavar="WORD", parser_class=Parser)
    words.add_parser("list", help="the pages, their parameters and readouts", allow_abbrev=False)
    run = words.add_parser("run", help="the numbers of a page", allow_abbrev=False)
    run.add_argument("--json", action="store_true", help="print JSON")
    export = words.add_parser("export", help="a page's figure and numbers", allow_abbrev=False)
    export.add_argument("--all", action="store_true", help="every page")
    _add(export, Flag("format", "F[,F...]", "of png, svg, pdf, csv, npz; default png,csv"))
    _add(export, Flag("out", "DIR", "the folder to write to; default exports"))
    _add(export, Flag("scale", "S", "of PNG pictures, 1 to 4; default 2"))
    _add(export, Flag("size", "WxH", "of figures, in pixels; default 1100x680"))
    sweep = words.add_parser("sweep", help="a page's numbers over parameters", allow_abbrev=False)
    _add_sweep(sweep)
    _add_check(words.add_parser("check", help="whether rollouts are healthy", allow_abbrev=False))
    for command in (run, export):
        _add(command, Flag("threads", "N", "how many to use; the numbers are the same"))
    for command in (run, export, sweep):
        command.add_argument("page", nargs="?", metavar="PAGE", help="one that `list` names")
        _add_shared(command)
    return parser


def _add_sweep(command: Parser) -> None:
    command.add_argument(
        "--over",
        metavar="ADDRESS=VALUES",
        action="append",
        default=[],
        help="an axis, as q.mean=-3:3:41 (from, to, how many), kl.batch=1:1e4:9:log (equal "
        "ratios) or samples=1e3,1e4; each --over multiplies the points",
    )
    _add(command, Flag("read", "KEY[,KEY...]", "quantities that `list` names; * and ? stand in"))
    _add(command, Flag("seeds", "N", "every point with N seeds, the session's and those after it"))
    _add(command, Flag("out", "FILE", "a .csv or .parquet file; what is in it is not redone"))
    _add(command, Flag("workers", "N", "local processes, 1: none; default one a core"))
    _add(command, Flag("scheduler", "ADDRESS", "a Dask cluster's, as tcp://HOST:8786"))
    _add(command, Flag("scheduler-file", "FILE", "the file that a Dask scheduler has written"))
    command.add_argument(
        "--retry-failed",
        action="store_true",
        help="compute the points again that failed",
        dest="retry-failed",
    )


def _add_check(check: Parser) -> None:
    check.description = "Exit 0: healthy, 1: not healthy, 2: cannot be read."
    check.add_argument("path", metavar="FILE", help="rollouts: a file, a folder or a pattern")
    check.add_argument("--json", action="store_true", help="print JSON")
    for flag in (*POLICY_FLAGS, MASK_FLAG):
        _add(check, flag)
    _add(check, Flag("against", "FILE", "other rollouts: every number of both, and the difference"))
    _add(check, Flag("threads", "N", "how many to use; the numbers are the same"))


def _add_shared(command: Parser) -> None:
    _add(
        command,
        Flag("session", "FILE", "a session, an exported file or a shared text; flags come on top"),
    )
    command.add_argument(
        "--nearest",
        action="store_true",
        help="take the nearest valid covariance for one that is not positive definite",
    )
    scene = command.add_argument_group("p, q and the samples")
    for flag in scene_flags():
        _add(scene, flag)
    data = command.add_argument_group("own data")
    for flag in DATA_FLAGS:
        _add(data, flag)
    data.add_argument(
        "--skip-bad-rows",
        action="store_true",
        help="leave out rows with text, NaN or missing cells",
        dest="skip-bad-rows",
    )
    options = command.add_argument_group("options of the pages")
    for name, fields in option_flags().items():
        pages = ", ".join(page for page, _ in fields)
        _add(options, Flag(name, "VALUE", f"({pages}) {field_help(fields[0][1])}"))
    for name in earlier_flags():
        options.add_argument(f"--{name}", help=argparse.SUPPRESS, dest=name)


def _add(parser: argparse._ActionsContainer, flag: Flag) -> None:
    parser.add_argument(
        f"--{flag.name}", metavar=flag.value, help=flag.help.replace("%", "%%"), dest=flag.name
    )


def _flags_of(parser: Parser, command: str | None) -> set[str]:
    """The flags that a word takes; the words where there is none."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            if command is None:
                return {*action.choices, "--version", "--help"}
            known = action.choices[command]._option_string_actions.items()
            return {name for name, a in known if "--" in name and a.help != argparse.SUPPRESS}
    return set()
