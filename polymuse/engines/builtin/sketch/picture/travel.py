"""Travel: where somebody who goes somewhere is at every moment of a shot.

A shot has its length and a frame its width; neither fits how fast people walk. Whoever travels keeps close to a natural
speed (else feet slide) and stays in sight: who comes to somebody stops beside them, who plays turns round and comes
back, who flies wheels about, and who would be through too soon pauses on the way. Only what has no feet goes slower.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace

from polymuse.engines.builtin.sketch.picture.camera import ShotSpan

__all__ = ["Course", "Traveller", "plan_course"]

TURN = 0.35
"""Seconds over which a change of speed is smoothed, on either side."""
STEPS = 8
"""Samples in the moving average of a position."""
SLOWEST, EASY = 0.72, 0.92
"""Minimum tempo of a plausible step, and the tempo of play."""
HASTE = 1.15
"""Maximum ratio of natural time to shot time; beyond it the way is shortened."""
PAUSES = 3.2
"""Spare seconds from which a walker pauses on the way instead of arriving early."""
ARRIVAL = 0.62
"""Part of a shot by which a goal is reached."""
BREATH = 1.3
"""Seconds that an adult runner rests before running back."""
LATE = 1.6
"""Seconds after which everybody has started."""
WHEEL = 0.55
"""Speed factor of a wheeling bird."""
GLIDE = 3.0
"""Minimum seconds that a bird flies one way."""
EDGE_ON = 0.16
"""Minimum width factor of a turning figure."""


@dataclass(frozen=True, slots=True)
class Course:
    """Positions in metres by time in seconds, interpolated linearly, constant outside; `lift` metres of vertical
    oscillation `turns` times per second. `tempo` is the step rate, `rest` the action while standing."""

    marks: tuple[tuple[float, float], ...]
    facing: int
    tempo: float = 1.0
    rest: str = ""
    lift: float = 0.0
    turns: float = 0.0
    phase: float = 0.0

    def at(self, seconds: float) -> float:
        """Metres right of the middle, with smoothed changes of speed."""
        moments = (seconds + TURN * (2 * (i + 0.5) / STEPS - 1) for i in range(STEPS))
        return sum(self._mark(t) for t in moments) / STEPS

    def _mark(self, seconds: float) -> float:
        marks = self.marks
        after = bisect_right(marks, seconds, key=lambda mark: mark[0])
        if after == 0:
            return marks[0][1]
        if after == len(marks):
            return marks[-1][1]
        (t0, x0), (t1, x1) = marks[after - 1], marks[after]
        return x0 + (x1 - x0) * (seconds - t0) / (t1 - t0)

    def height(self, seconds: float) -> float:
        """Metres above its position."""
        return self.lift * math.sin(2 * math.pi * (seconds * self.turns + self.phase)) if self.lift else 0.0

    def movement(self, seconds: float) -> float:
        """0 while standing, 1 while moving."""
        fastest = max((abs(b[1] - a[1]) / (b[0] - a[0]) for a, b in self._legs()), default=0.0)
        if not fastest:
            return 0.0
        speed = (self._mark(seconds + TURN) - self._mark(seconds - TURN)) / (2 * TURN)
        return min(1.0, 1.25 * abs(speed) / fastest)

    def side(self, seconds: float) -> float:
        """Facing: 1 right, −1 left, in between while turning."""
        legs = [(a[0], math.copysign(1, b[1] - a[1])) for a, b in self._legs() if a[1] != b[1]]
        if not legs:
            return self.facing
        number = max(0, sum(1 for start, _ in legs if start <= seconds) - 1)
        found = legs[number][1]
        for (start, way), (_, before) in zip(legs[1:], legs, strict=False):
            if way != before and abs(seconds - start) < TURN:
                found = before + (way - before) * (seconds - start + TURN) / (2 * TURN)
        return math.copysign(max(EDGE_ON, abs(found)), found)

    def _legs(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        return list(zip(self.marks, self.marks[1:], strict=False))

    def for_carried(self, x: float, carrier_x: float, nearer: float) -> Course:
        """The course of something carried at x by a carrier at `carrier_x`, at the carrier's depth times `nearer`; it
        has no rest action."""
        return replace(self, marks=tuple((t, x + (at - carrier_x) * nearer) for t, at in self.marks), rest="")


@dataclass(frozen=True, slots=True)
class Traveller:
    """Input of a course: position, speed (m/s, < 0 to the left), visible x range, and the x of the goal, if any.
    `steps`: it walks; `plays`: it may turn round, at once if `lively`; `flies`: it stays in the air."""

    x: float
    speed: float
    way: tuple[float, float]
    goal: float | None = None
    steps: bool = False
    plays: bool = False
    lively: bool = True
    flies: bool = False
    rest: str = "stand"
    seed: int = 0

    @property
    def ahead(self) -> int:
        return 1 if self.speed > 0 else -1

    @property
    def ends(self) -> tuple[float, float]:
        """Start and end of its way, in its direction."""
        return self.way if self.speed > 0 else (self.way[1], self.way[0])


def plan_course(who: Traveller, span: ShotSpan) -> Course:
    """The course over a shot."""
    length, seconds = abs(who.way[1] - who.way[0]), span.end - span.start
    natural = abs(who.speed) * seconds
    if who.goal is not None:
        return _arrive_course(who, who.goal, span)
    if natural <= length * HASTE or not (who.steps or who.flies):
        return _cross_course(who, span, min(natural, length))
    if who.flies:
        return _wheel_course(who, span)
    if who.plays:
        return _play_course(who, span)
    return _stroll_course(who, span)


def _cross_course(who: Traveller, span: ShotSpan, length: float) -> Course:
    """At constant speed through the whole shot, passing its position in the middle if possible."""
    half, centre = abs(who.way[1] - who.way[0]) / 2, (who.way[0] + who.way[1]) / 2
    spare = max(0.0, half - length / 2)
    middle = min(centre + spare, max(centre - spare, who.x))
    seconds = span.end - span.start
    speed = who.ahead * length / max(1e-6, seconds)
    marks = ((span.start - 1, middle - speed * (seconds / 2 + 1)), (span.end + 1, middle + speed * (seconds / 2 + 1)))
    tempo = max(SLOWEST, length / max(1e-6, abs(who.speed) * seconds)) if who.steps else 1.0
    return Course(marks, who.ahead, tempo, who.rest)


def _arrive_course(who: Traveller, goal: float, span: ShotSpan) -> Course:
    """To the goal, then standing; fast ones start a little later."""
    seconds = (span.end - span.start) * ARRIVAL
    begin = who.ends[0]
    far = max(0.0, (goal - begin) * who.ahead)
    tempo = min(1.0, max(SLOWEST, far / max(1e-6, abs(who.speed) * seconds)))
    far = min(far, abs(who.speed) * tempo * seconds)
    needed = far / (abs(who.speed) * tempo)
    start = span.start - TURN + min(LATE, max(0.0, seconds - needed) / 2)
    marks = ((start, goal - who.ahead * far), (start + needed + 1e-3, goal))
    return Course(marks, who.ahead, tempo, who.rest)


def _stroll_course(who: Traveller, span: ShotSpan) -> Course:
    """Through the frame at an easy pace, pausing on the way if there is time, then standing."""
    begin, end = who.ends
    speed = abs(who.speed) * SLOWEST
    walk = abs(end - begin) / speed
    spare = max(0.0, span.end - span.start - walk)
    pause = 0.5 * spare if spare > PAUSES else 0.0
    stop, start = begin + 0.55 * (end - begin), span.start
    first = start + 0.55 * walk
    marks = [(start, begin), (first, stop), (first + max(pause, 1e-3), stop), (start + walk + pause + 2e-3, end)]
    return Course(tuple(marks), who.ahead, SLOWEST, who.rest)


def _play_course(who: Traveller, span: ShotSpan) -> Course:
    """To and fro; slow ones rest at every end."""
    begin, end = who.ends
    tempo = EASY if who.lively else SLOWEST
    speed = abs(who.speed) * tempo
    at = min(max(who.x, min(who.way)), max(who.way))
    marks, moment = [(span.start - TURN, at)], span.start - TURN
    aims, number = (end, begin), 0
    while moment < span.end + TURN:
        short = 1 - 0.18 * ((who.seed * 0.618034 + number * 0.41) % 1)
        aim = at + (aims[number % 2] - at) * short
        if abs(aim - at) > 1e-6:
            moment += abs(aim - at) / speed
            at = aim
            marks.append((moment, at))
            if not who.lively:
                moment += BREATH
                marks.append((moment, at))
        number += 1
        if number > MOST_TURNS:
            break
    return Course(tuple(marks), who.ahead, tempo, who.rest)


MOST_TURNS = 64


def _wheel_course(who: Traveller, span: ShotSpan) -> Course:
    """To and fro in the air, rising and sinking."""
    room = abs(who.way[1] - who.way[0])
    speed = min(abs(who.speed) * WHEEL, room / GLIDE)
    flight = _play_course(replace(who, speed=who.ahead * speed / EASY), span)
    turns = speed / max(1e-6, room) * 0.8
    return replace(flight, tempo=1.0, lift=0.06 * room, turns=turns, phase=who.seed * 0.618034 % 1)
