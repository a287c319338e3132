"""Text and images → a verdict on their content."""

from __future__ import annotations

from pydantic import Field

from polymuse.quantities import per_item
from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class Moderation(Params):
    """Whether content is harmful. The verdict is JSON: `{"flagged": true, "categories": {"violence": {"flagged": true,
    "score": 0.98}, …}}`, scores from 0 to 1; its facts have `flagged`."""

    text: str = Field("", description="What to judge.")


TASK = Task(
    name="moderation",
    summary="Whether a text or pictures are harmful, by category.",
    command="moderate",
    params=Moderation,
    outputs={"verdict": Port(Kind.TEXT)},
    inputs={"image": Port(Kind.IMAGE, many=True, optional=True)},
    unit="item",
    quantities=per_item,
    example={"text": "The lamp is lit."},
)
