"""The command line explains itself in German: its help, and what is wrong in one sentence where it is misused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError
from flask.cli import AppGroup

from data_access.imports import messages


class _GermanHelp(click.HelpFormatter):
    """Writes the help with German words of its own in the places of Click's."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, _translated(args), messages.USAGE_PREFIX if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(_translated(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """What can be given, each with its explanation."""
        super().write_dl([(_translated(name), _translated(text)) for name, text in rows], col_max, col_spacing)


def _translated(text: str) -> str:
    for english, german in messages.WORDS_OF_HELP.items():
        text = text.replace(english, german)
    return text


class _GermanContext(click.Context):
    formatter_class = _GermanHelp


class _GermanUsageError(click.UsageError):
    def show(self, file: IO[Any] | None = None) -> None:
        """Two lines: the sentence and the command that helps."""
        command = self.ctx.command_path if self.ctx else ""
        click.echo(f"{self.message}\n{messages.usage_help(command)}", file=file, err=file is None)


class _ReadInGerman(click.Command):
    context_class = _GermanContext

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command; what was typed behind its name is read here."""
        # Some errors come without a context.
        with _in_german(click.Context(self, info_name=info_name, parent=parent)):
            return super().make_context(info_name, args, parent, **extra)


class GermanCommand(_ReadInGerman):
    """A command whose usage errors are German sentences."""


class GermanGroup(_ReadInGerman, AppGroup):
    """A group of commands whose usage errors, and those of its commands, are German sentences."""

    command_class = GermanCommand

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        with _in_german(ctx):
            return super().invoke(ctx)


@contextmanager
def _in_german(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    # What is shown where nothing was named is help, not a mistake.
    except (_GermanUsageError, NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise _GermanUsageError(_sentence(error), error.ctx) from None


def _sentence(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchCommand):
        return messages.no_such_command(error.command_name, error.possibilities or ())
    if isinstance(error, click.NoSuchOption):
        return messages.no_such_option(error.option_name)
    if isinstance(error, click.MissingParameter):
        return messages.parameter_missing(_name(error.param))
    if isinstance(error, click.BadOptionUsage):
        return messages.option_used_wrongly(error.option_name, needs_value=not _is_flag(error))
    if isinstance(error, click.BadParameter):
        if error.param is not None and isinstance(error.param.type, click.Choice):
            return messages.not_a_choice(_name(error.param), tuple(error.param.type.choices))
        return messages.bad_value(_name(error.param), error.message)
    return messages.USAGE_UNCLEAR


def _name(param: click.Parameter | None) -> str:
    """An option as it is typed, an argument as the help names it."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return "" if param is None else param.human_readable_name


def _is_flag(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx else []
    return any(isinstance(one, click.Option) and one.is_flag and error.option_name in one.opts for one in params)
