"""click in French: help, and what is said of a command that is not one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click
from click import exceptions

from i18n import N_
from i18n import gettext as _

REFUSED = 2
SUBCOMMAND = "COMMANDE …"
SHOWN = N_("Dit à quoi sert la commande, puis s'arrête.")


class Refusal(click.ClickException):
    """What is asked is not done; the message says why, in French."""

    exit_code = REFUSED

    def show(self, file: Any = None) -> None:
        """Write the message alone."""
        print(self.message, file=file or sys.stderr)


class Option(click.Option):
    """An option whose help says in French that it is required."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what follows the help of the option."""
        extra = super().get_help_extra(ctx)
        if "required" in extra:
            extra["required"] = _("obligatoire")
        return extra


class Command(click.Command):
    """A command whose help is French."""

    def __init__(self, name: str | None, **kwargs: Any) -> None:
        super().__init__(name, **{"options_metavar": "[OPTIONS]" if _has_options(kwargs.get("params")) else "", **kwargs})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``."""
        return _in_french(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help is French; called alone it lists its commands, and that is a refusal."""

    command_class = Command
    group_class = type

    def __init__(self, name: str | None, **kwargs: Any) -> None:
        super().__init__(name, **{"subcommand_metavar": SUBCOMMAND, "options_metavar": "", "no_args_is_help": False, **kwargs})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        _write_usage(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for."""
        rows = [(name, self.commands[name].get_short_help_str(200)) for name in self.list_commands(ctx)]
        with formatter.section(_("Commandes")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, as they were declared."""
        return list(self.commands)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``."""
        return _in_french(super().get_help_option(ctx))


class Program(Group):
    """The whole command line: exit code 0 when done, 2 with a sentence for what is refused, else what the command says."""

    def __init__(self, name: str | None, refusals: tuple[type[Exception], ...] = (), **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.refusals = refusals
        """The errors whose message is a sentence for whoever typed the command."""

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Do what the command line asks; return the exit code, or exit with it in `standalone_mode`."""
        code = self._code(*args, **kwargs)
        if standalone_mode:
            sys.exit(code)
        return code

    def _code(self, *args: Any, **kwargs: Any) -> int:
        try:
            done: Any = super().main(*args, **kwargs, standalone_mode=False)  # type: ignore[call-overload]
            return int(done or 0)
        except click.UsageError as error:
            print(explained(error), file=sys.stderr)
        except click.Abort:
            print(_("Interrompu : rien de plus n'a été fait."), file=sys.stderr)
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except self.refusals as error:
            print(error, file=sys.stderr)
        return REFUSED


def explained(error: click.UsageError) -> str:
    """Return what is wrong with a command, then how it is called."""
    help_text = error.ctx.get_help() if error.ctx else ""
    return f"{_reason(error)}\n\n{help_text}".rstrip()


def _reason(error: click.UsageError) -> str:
    """Say in French what click says in English."""
    if isinstance(error, exceptions.NoSuchOption):
        return _("{name} : option inconnue.").format(name=error.option_name)
    if isinstance(error, exceptions.NoSuchCommand):
        return _("{name} : commande inconnue.").format(name=error.command_name)
    param = getattr(error, "param", None)
    if isinstance(error, click.MissingParameter) and param is not None:
        return _("Il manque {name}.").format(name=_name(param))
    if isinstance(error, click.BadParameter) and param is not None:
        if isinstance(param.type, click.Choice):
            return _("{name} : une de ces valeurs est attendue : {choices}.").format(
                name=_name(param), choices=", ".join(param.type.choices)
            )
        return _("{name} : valeur refusée.").format(name=_name(param))
    return _("Commande incomplète ou inconnue.")


def _name(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else str(param.metavar or param.name)


def _has_options(params: Sequence[click.Parameter] | None) -> bool:
    return any(isinstance(param, click.Option) for param in params or ())


def _write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    formatter.write_usage(ctx.command_path, " ".join(filter(None, command.collect_usage_pieces(ctx))), prefix=_("Utilisation : "))


def _in_french(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = _(SHOWN)
    return option
