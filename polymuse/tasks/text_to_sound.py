"""Text → sound."""

from __future__ import annotations

from pydantic import Field

from polymuse.quantities import measured, per_item, per_second, read_tokens
from polymuse.tasks.base import Port, PromptSyntax, Seconds, Seed, Task
from polymuse.types import Kind, Params


class TextToSound(Params):
    """Ambience and effects. With a `scene` input text and length come from there."""

    prompt: str = Field("", description="What is heard.")
    syntax: PromptSyntax = "literal"
    seconds: Seconds | None = Field(None, description="How long, in seconds.")
    seed: Seed = Field(0, description="Another seed, another result.")


TASK = Task(
    name="text-to-sound",
    summary="Ambience and sound effects from words.",
    command="sound",
    params=TextToSound,
    outputs={"sound": Port(Kind.SOUND)},
    inputs={"scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True)},
    unit="second",
    quantities=measured(per_item, per_second, read_tokens),
    example={"prompt": "waves on a beach, seagulls", "seconds": 3},
)
