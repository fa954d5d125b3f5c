"""``python -m benchmarks [NAME…]``: measures, prints one table, fails on a wrong answer.

A bound that is not met is printed as NOT met, and is no failure: on a busy or slow machine it
says something of the machine. A wrong answer, or a measurement that could not be made, is one.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine

from benchmarks import (
    captures,
    cards,
    exporting,
    importing,
    memory,
    pictures,
    react_tweet,
    rendering,
    search,
    tokens,
    warm_page,
)
from benchmarks.machine import load, machine
from benchmarks.measuring import Line, Missing, WrongAnswer

MEASUREMENTS: dict[str, Callable[[], Coroutine[None, None, list[Line]]]] = {
    "warm_page": warm_page.measure,
    "rendering": rendering.measure,
    "react_tweet": react_tweet.measure,
    "captures": captures.measure,
    "exporting": exporting.measure,
    "memory": memory.measure,
    "pictures": pictures.measure,
    "cards": cards.measure,
    "tokens": tokens.measure,
    "search": search.measure,
    "importing": importing.measure,
}


def main(names: list[str]) -> int:
    """Measures what is named, or all; gives the exit code."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(MEASUREMENTS)}.")
        return 2
    print(machine())
    print(f"load before: {load()}")
    print("median (quarter to three quarters of the repeats)\n", flush=True)
    failed = False
    for name in names or MEASUREMENTS:
        try:
            lines = asyncio.run(MEASUREMENTS[name]())
        except WrongAnswer as error:
            failed = True
            print(f"{name}: WRONG ANSWER: {error}", flush=True)
        except Missing as error:
            failed = True
            print(f"{name}: not measured: {error}", flush=True)
        else:
            for line in lines:
                print(_row(line), flush=True)
    print(f"\nload after: {load()}")
    return 1 if failed else 0


def _row(line: Line) -> str:
    verdict = {True: "met", False: "NOT met", None: ""}[line.met]
    return f"{line.name:<66}  {line.measured:<26}  {line.bound:<42}  {verdict}".rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
