"""Run the storm, look what is left, and print (or write down) one table."""

import argparse
import sys

from chaos import installation


def main() -> None:
    arguments = _arguments()
    folder = installation.prepare(arguments.processes)

    import django  # noqa: PLC0415 - the environment comes first

    django.setup()
    from chaos import run  # noqa: PLC0415

    sys.exit(run.run(folder, arguments))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--reporters", type=int, default=32)
    parser.add_argument("--processes", type=int, default=4, help="web processes to kill among")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write it into docs/reliability.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
