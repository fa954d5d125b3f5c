"""The order in which the characters of a line are seen: the Unicode Bidirectional Algorithm.

Pillow's Raqm orders what one font draws. A line of a post is drawn with several, so that the
order is decided here, once for the whole paragraph. Pure. (UAX #9, revision 48; paired
brackets, rule N0, are taken as neutrals.)
"""

import unicodedata
from typing import Literal, TypeAlias

__all__ = ["Base", "Levels", "base_level", "levels_of", "visual_runs"]

Levels = list[int]

Base: TypeAlias = Literal[0, 1]
"""The direction of a paragraph: 0 is left to right."""

_MAX_DEPTH = 125
_STRONG = {"L", "R", "AL"}
_ISOLATES = {"LRI", "RLI", "FSI"}
_EMBEDDINGS = {"LRE": (0, None), "RLE": (1, None), "LRO": (0, "L"), "RLO": (1, "R")}
_REMOVED = {"LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
_NEUTRAL = {"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"}


def base_level(text: str) -> Base:
    """The direction of a paragraph by its first strong character, 0 or 1: ``dir="auto"``.

    >>> base_level("123 שלום"), base_level("hello שלום"), base_level("")
    (1, 0, 0)
    """
    return _first_strong([unicodedata.bidirectional(c) or "L" for c in text], 0)


def _first_strong(classes: list[str], start: int, stop_at_pdi: bool = False) -> Base:
    depth = 0
    for kind in classes[start:]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and stop_at_pdi:
                return 0
            depth = max(0, depth - 1)
        elif depth == 0 and kind in _STRONG:
            return 0 if kind == "L" else 1
    return 0


def levels_of(text: str, base: int) -> Levels:
    """The embedding level of each character: even ones are read left to right."""
    original = [unicodedata.bidirectional(c) or "L" for c in text]
    classes, levels = list(original), [base] * len(text)
    _explicit(original, classes, levels, base)
    for sequence, start, end in _sequences(original, levels, base):
        _weak([*sequence], classes, start)
        _neutral(sequence, classes, levels, start, end)
    for i, kind in enumerate(classes):
        if original[i] in _REMOVED:
            levels[i] = levels[i - 1] if i else base
        elif levels[i] % 2:
            levels[i] += kind != "R"
        else:
            levels[i] += {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    _trailing_spaces(original, levels, base)
    return levels


def visual_runs(levels: Levels, start: int, end: int) -> list[tuple[int, int, int]]:
    """The pieces of a line from left to right, as (start, end, level). Rule L2."""
    runs: list[tuple[int, int, int]] = []
    for i in range(start, end):
        if runs and runs[-1][2] == levels[i]:
            runs[-1] = (runs[-1][0], i + 1, levels[i])
        else:
            runs.append((i, i + 1, levels[i]))
    for level in range(max((r[2] for r in runs), default=0), 0, -1):
        i = 0
        while i < len(runs):
            j = i
            while j < len(runs) and runs[j][2] >= level:
                j += 1
            runs[i:j] = runs[i:j][::-1]
            i = max(j, i + 1)
    return runs


def _explicit(original: list[str], classes: list[str], levels: Levels, base: int) -> None:
    """Rules X1 to X8: embeddings, overrides, isolates; deeper than 125 they do nothing."""
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    over_isolates = over_embeddings = isolates = 0
    for i, kind in enumerate(original):
        level, override, _ = stack[-1]
        levels[i] = level
        if kind in _EMBEDDINGS or kind in _ISOLATES:
            isolate = kind in _ISOLATES
            if isolate and override:
                classes[i] = override
            if isolate:
                odd: int = {"LRI": 0, "RLI": 1}.get(kind, -1)
                odd, forced = odd if odd >= 0 else _first_strong(original, i + 1, True), None
            else:
                odd, forced = _EMBEDDINGS[kind]
            deeper = level + 1 + (level % 2 == odd)
            if deeper <= _MAX_DEPTH and not over_isolates and not over_embeddings:
                isolates += isolate
                stack.append((deeper, forced, isolate))
            elif isolate:
                over_isolates += 1
            elif not over_isolates:
                over_embeddings += 1
        elif kind == "PDI":
            if over_isolates:
                over_isolates -= 1
            elif isolates:
                over_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                isolates -= 1
            levels[i] = stack[-1][0]
            if stack[-1][1]:
                classes[i] = stack[-1][1] or kind
        elif kind == "PDF":
            if not over_isolates and over_embeddings:
                over_embeddings -= 1
            elif not over_isolates and not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif override and kind not in {"B", "BN"}:
            classes[i] = override


def _sequences(original: list[str], levels: Levels, base: int) -> list[tuple[list[int], str, str]]:
    """Isolating run sequences (rule X10), each with the classes at its two ends."""
    kept = [i for i, kind in enumerate(original) if kind not in _REMOVED]
    runs: list[list[int]] = []
    for place, i in enumerate(kept):
        if place and levels[kept[place - 1]] == levels[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    joined: list[list[int]] = []
    waiting: list[list[int]] = []
    for run in runs:
        if original[run[0]] == "PDI" and waiting and levels[waiting[-1][-1]] == levels[run[0]]:
            sequence = waiting.pop()
            sequence.extend(run)
        else:
            sequence = run
            joined.append(sequence)
        if original[run[-1]] in _ISOLATES:
            waiting.append(sequence)
    places = {i: place for place, i in enumerate(kept)}
    found = []
    for sequence in joined:
        level, first, last = levels[sequence[0]], places[sequence[0]], places[sequence[-1]]
        before = levels[kept[first - 1]] if first else base
        open_end = original[sequence[-1]] in _ISOLATES or last + 1 == len(kept)
        after = base if open_end else levels[kept[last + 1]]
        found.append((sequence, "LR"[max(level, before) % 2], "LR"[max(level, after) % 2]))
    return found


def _weak(sequence: list[int], classes: list[str], start: str) -> None:
    """Rules W1 to W7: marks, numbers, and what stands between them."""
    before, strong = start, start
    for i in sequence:
        if classes[i] == "NSM":
            classes[i] = "ON" if before in _ISOLATES or before == "PDI" else before
        before = classes[i]
        if before in _STRONG:
            strong = before
        elif before == "EN" and strong == "AL":
            classes[i] = "AN"
    for i in sequence:
        classes[i] = "R" if classes[i] == "AL" else classes[i]
    for a, i, b in zip(sequence, sequence[1:], sequence[2:], strict=False):
        left, right = classes[a], classes[b]
        one_number = left == right == "EN" and classes[i] in {"ES", "CS"}
        if one_number or (left == right == "AN" and classes[i] == "CS"):
            classes[i] = left
    for step in (sequence, sequence[::-1]):
        before = ""
        for i in step:
            if classes[i] == "ET" and before == "EN":
                classes[i] = "EN"
            before = classes[i]
    strong = start
    for i in sequence:
        if classes[i] in {"ES", "ET", "CS"}:
            classes[i] = "ON"
        elif classes[i] in {"L", "R"}:
            strong = classes[i]
        elif classes[i] == "EN" and strong == "L":
            classes[i] = "L"


def _neutral(sequence: list[int], classes: list[str], levels: Levels, start: str, end: str) -> None:
    """Rules N1 and N2: neutrals go with what is on both sides, else with the paragraph."""
    at = 0
    while at < len(sequence):
        stop = at
        while stop < len(sequence) and classes[sequence[stop]] in _NEUTRAL:
            stop += 1
        if stop > at:
            left = _side(classes[sequence[at - 1]]) if at else start
            right = _side(classes[sequence[stop]]) if stop < len(sequence) else end
            for i in sequence[at:stop]:
                classes[i] = left if left == right else "LR"[levels[i] % 2]
        at = max(stop, at + 1)


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _trailing_spaces(original: list[str], levels: Levels, base: int) -> None:
    """Rule L1: spaces at the end, and before a separator, are the paragraph's."""
    at_end = True
    for i in range(len(levels) - 1, -1, -1):
        if original[i] in {"B", "S"}:
            levels[i], at_end = base, True
        elif at_end and (original[i] in {"WS", "PDI"} | _ISOLATES | _REMOVED):
            levels[i] = base
        else:
            at_end = False
