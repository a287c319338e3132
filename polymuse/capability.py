"""What a model can do of a task: refusals, the planner, and the sizes and lengths that are asked of it go by this."""

from __future__ import annotations

from typing import Literal

from polymuse.frozen import Frozen

__all__ = ["Capability", "SizeRange"]


class SizeRange(Frozen):
    """Sizes of pictures that a model makes freely: each side from `least` to `most` pixels and a multiple of `step`, from
    `fewest` to `largest` pixels in all, and a long side of at most `ratio` short ones."""

    step: int = 1
    least: int = 16
    most: int = 4096
    fewest: int = 0
    largest: int = 2**24
    ratio: float = 1000.0


class Capability(Frozen):
    """What a model can do of one task. Empty fields are not known, and exclude nothing."""

    prompt: int | None = None
    """The longest text it takes, in `prompt_unit`."""
    prompt_unit: Literal["characters", "UTF-16 units", "bytes"] = "characters"
    seconds: tuple[float, ...] = ()
    """The lengths that can be had in one go; where any length between two bounds goes, `least` and `most` say so instead."""
    least: float | None = None
    most: float | None = None
    step: float = 0.0
    """Lengths between the bounds are multiples of so many seconds."""
    usual: float | None = None
    """The length in seconds that is asked for where nobody names one."""
    sizes: tuple[str, ...] = ()
    """The sizes that can be asked for, as "1280x720"."""
    size_range: SizeRange | None = None
    """The sizes that can be asked for, where there are not only a few."""
    aspects: tuple[str, ...] = ()
    """The shapes that can be asked for, as "16:9"."""
    resolutions: tuple[str, ...] = ()
    """As "720p", "4k", "2K", "1 MP"."""
    needs_size: bool = False
    """Whether a size, shape or resolution has to be asked for, also where a picture that is given has one."""
    keeps_size: bool = False
    """Whether what is made is always as large as the picture that is given, and no size can be asked for."""
    inputs: tuple[str, ...] | None = None
    """The inputs that it takes, of those that the task has; None for all."""
    images: int | None = None
    """The most pictures that may be given."""
    fps: tuple[int, ...] = ()
    voices: tuple[str, ...] = ()
    """Voices by name, the first of which speaks where nobody names one."""
    own_voices: bool = False
    """Whether there may be voices beside these, a user's own."""
    languages: tuple[str, ...] = ()
    """BCP 47 codes; one without a region stands for all its regions."""
    output_tokens: int | None = None
    """The longest answer of a language model, thoughts and all. Where nobody says how long an answer may be, a model
    that is paid by the token is told this, or `quantities.ANSWER` where that is less."""
    streaming: bool = False
    """Whether the result can come while it is being made."""
    deterministic: bool = False
    """Whether equal requests give equal bytes."""

    @property
    def shortest(self) -> float | None:
        """The shortest result in seconds, where that is known."""
        return min(self.seconds) if self.seconds else self.least

    @property
    def longest(self) -> float | None:
        """The longest result in seconds that can be had in one go, where that is known."""
        return max(self.seconds) if self.seconds else self.most
