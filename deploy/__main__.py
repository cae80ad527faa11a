"""The `kunteko` command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from pymongo.errors import PyMongoError

from deploy.parser import parser
from shared.errors import KuntekoError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parser().parse_args(arguments)
    command: Command = chosen.command
    try:
        return command(chosen)
    except KuntekoError as error:
        print(f"kunteko: {error}", file=sys.stderr)
        return 1
    except PyMongoError as error:
        # the driver's own words run over a page; the address may hold a password
        print(
            f"kunteko: the store does not answer: is it running? ({type(error).__name__})",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
