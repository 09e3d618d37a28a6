"""Print how well the suggestions do on the measured texts, by the way they are written."""

from tests.support import environment

environment.prepare()

import django  # noqa: E402 - the environment comes first

django.setup()

from tests.catalogue.everyday import Score, everyday, lesvos_model, score  # noqa: E402


def main() -> None:
    measured = [one for one in everyday() if one.measured]
    print("| written | texts | first | among three |\n| --- | ---: | ---: | ---: |")  # noqa: T201
    for kind in sorted({one.kind for one in measured}):
        print(_row(kind, score(lesvos_model(), [one for one in measured if one.kind == kind])))  # noqa: T201
    print(_row("**all**", score(lesvos_model(), measured)))  # noqa: T201


def _row(name: str, found: Score) -> str:
    return f"| {name} | {found.texts} | {found.first:.1%} | {found.among_three:.1%} |"


if __name__ == "__main__":
    main()
