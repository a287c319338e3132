"""A film as a plan: which step makes what from what."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise

from polymuse.brief import Character, Narration, Scene, Storyboard, Voice
from polymuse.brief.timeline import body_frames
from polymuse.engines.registry import Registry
from polymuse.flows.film.options import FilmOptions
from polymuse.flows.film.sources import Part, Picture, Sourcing, sourcing
from polymuse.flows.film.voice_assignment import part_of, parts
from polymuse.gates.registry import names as gate_names
from polymuse.planning.plan import Plan, Step

__all__ = ["film_plan", "guessed_seconds"]

TASKS = (
    "text-to-storyboard", "text-to-speech", "speech-conforming", "storyboard-timing", "text-to-music",
    "music-conforming", "text-to-sound", "sound-conforming", "audio-mixing", "shot-rendering", "card-rendering",
    "poster-rendering", "text-to-video", "text-to-image", "image-to-video", "video-conforming", "frame-extraction",
    "video-transition", "video-editing", "quality-check",
)  # fmt: skip
"""All that a film may need."""
TITLE_SECONDS, END_SECONDS = 3.5, 3.0
DISSOLVE = 0.5
"""Seconds in which one shot turns into the next."""
WORDS_PER_SECOND = 2.4
SILENT_SCENE = 5.0
STILL_WIDTH = 640
CARDS: Mapping[str, int] = {"title": 0, "end": -1}
"""Cards, and which of the film's scenes each is of."""
BEHIND: Mapping[str, float] = {"title": 0.1, "end": 0.9, "poster": 0.5}
"""Cards and poster, and how far into a shot the frame is that they have behind their words, where it is the film's own:
the cards' near the dissolve, since it is to or from this shot, but not where a shot may fade from or to black."""
NARRATORS = ("man", "old man", "young man", "woman", "old woman", "young woman", "child", "girl", "boy")
"""Parts that a narrator is given where the script's words for the voice name one."""
THE_END = {
    "cs": "Konec", "da": "Slut", "de": "Ende", "en": "The End", "es": "Fin", "fi": "Loppu", "fr": "Fin", "it": "Fine",
    "nl": "Einde", "pl": "Koniec", "pt": "Fim", "ro": "Sfârșit", "sv": "Slut",
}  # fmt: skip


class _Film:
    """One film being planned."""

    def __init__(self, storyboard: Storyboard, options: FilmOptions, lines: Sequence[int], sourcing: Sourcing) -> None:
        self.storyboard = storyboard
        self.options = options
        self.lines = tuple(lines)
        self.language = options.language or storyboard.brief.language or "en"
        scenes = range(len(storyboard.scenes))
        self.scenes = [options.scene - 1] if options.scene else list(scenes)
        self.cards = options.cards and not options.scene
        self.titled = self.cards and bool(storyboard.title)
        self.seconds = [guessed_seconds(storyboard.scenes[i], self.language) for i in self.scenes]
        self.overlap = self._overlap()
        self.seeds = tuple(self._seeds())
        self.briefs = storyboard.briefs()
        self.parts = parts(storyboard)
        self.sourcing = sourcing
        self.step = self.sourcing.step

    def _overlap(self) -> int:
        """Frames that neighbouring shots share on each side: less where a scene is very short."""
        if len(self.scenes) + self.titled + self.cards < 2:
            return 0
        shortest = min(self.seconds) * self.options.fps
        return max(0, min(round(DISSOLVE * self.options.fps / 2), int(shortest) // 4))

    def _seeds(self) -> Iterator[int]:
        """The seed of each scene's picture: the film's, and for a scene that shows what an earlier one showed another,
        so that it is another view."""
        shown: Counter[object] = Counter()
        for scene in self.storyboard.scenes:
            sight = (scene.brief.text, scene.brief.subjects, scene.brief.setting)
            yield (self.options.seed + shown[sight]) % 2**32
            shown[sight] += 1

    def steps(self) -> Iterator[Step]:
        speech = list(self.speech())
        yield from each(speech)
        yield self.timing([part.step.id for part in speech])
        if self.options.music != "none":
            yield from self.music().steps
        yield from each(self.sounds())
        yield self.mix([part.step.id for part in speech])
        shots = list(self.shots())
        yield from each(sorted(shots, key=shows_another))
        dissolves = list(self.dissolves([part.step.id for part in shots]))
        yield from dissolves
        yield self.edit([*(part.step for part in shots), *dissolves])
        yield from self.stills()
        yield self.check()

    def speech(self) -> Iterator[Part]:
        for i in self.scenes:
            scene = self.storyboard.scenes[i]
            for k, passage in enumerate(scene.narration_for(self.language), 1):
                voice = self.voice(i, passage)
                params: dict[str, object] = {
                    "text": passage.text, "voice": voice.name, "language": self.language,
                    "delivery": tuple(dict.fromkeys([*voice.delivery, *passage.delivery])), "seed": self.options.seed,
                }  # fmt: skip
                said = self.step(f"speech-{i + 1:02d}-{k:02d}", "text-to-speech", params, {}, len(passage.text))
                yield self.sourcing.fitted(said, "speech-conforming", {"text": passage.text}, {})

    def voice(self, index: int, passage: Narration) -> Voice:
        """A character's own voice, else one that suits them; the narrator's is the one asked for, else the scene's, else
        one that the script's words for it suit ("an old man's voice")."""
        if passage.speaker and passage.speaker.casefold() != "narrator":
            speaker = next((c for c in self.storyboard.characters if _same(c, passage.speaker)), None)
            own = speaker.voice if speaker else Voice()
            return own.model_copy(update={"name": own.name or self.cast(passage.speaker.casefold())})
        voice = self.briefs[index].voice
        part = part_of(" ".join([*voice.delivery, *passage.delivery]))
        meant = part if part in NARRATORS and not self.sourcing.elsewhere("text-to-speech") else None
        return voice.model_copy(update={"name": self.options.voice or voice.name or meant})

    def cast(self, speaker: str) -> str | None:
        """A voice for somebody who has none of their own: a part for our narrators to play, or one of the model's
        voices, the first of which is the narrator's."""
        if not self.sourcing.elsewhere("text-to-speech"):
            return self.parts[speaker]
        others = self.sourcing.card("text-to-speech").capability("text-to-speech").voices[1:]
        return others[list(self.parts).index(speaker) % len(others)] if others else None

    def timing(self, speech: Sequence[str]) -> Step:
        params = {
            "storyboard": self.storyboard.model_dump(mode="json", exclude_defaults=True), "fps": self.options.fps,
            "overlap": self.overlap, "strict": self.options.strict_timing, "language": self.language,
            "title_seconds": TITLE_SECONDS if self.titled else 0, "end_seconds": END_SECONDS if self.cards else 0,
            "lines": self.lines, "only": self.options.scene,
            "takes": {str(picture.number): takes for picture in self.pictures if (takes := self.sourcing.takes(picture))},
        }  # fmt: skip
        return self.step("timing", "storyboard-timing", params, {id: f"{id}.speech" for id in speech}, len(self.scenes))

    @cached_property
    def ids(self) -> list[str]:
        """The film's shots, in order."""
        scenes = [f"scene-{i + 1:02d}" for i in self.scenes]
        return [*(["title"] if self.titled else []), *scenes, *(["end"] if self.cards else [])]

    def overlaps(self, id: str) -> tuple[int, int]:
        """Frames of a shot before and after its body."""
        return self.overlap * (id != self.ids[0]), self.overlap * (id != self.ids[-1])

    @cached_property
    def pictures(self) -> list[Picture]:
        """What is to be seen of each scene."""
        return [self.picture(i, guess) for i, guess in zip(self.scenes, self.seconds, strict=True)]

    def picture(self, index: int, guess: float) -> Picture:
        lead, tail = self.overlaps(f"scene-{index + 1:02d}")
        known = self.known_seconds(index)
        fps = self.options.fps
        return Picture(
            number=index + 1, brief=self.briefs[index].seen(), width=self.options.width, height=self.options.height,
            fps=fps, seed=self.seeds[index], frames=body_frames(known or guess, fps, lead, tail), lead=lead, tail=tail,
            fixed=known is not None,
        )  # fmt: skip

    def known_seconds(self, index: int) -> float | None:
        """How long a scene is, whatever its narration takes; None where only the speech can tell."""
        scene = self.storyboard.scenes[index]
        may_be_stretched = scene.narration_for(self.language) and not self.options.strict_timing
        return None if may_be_stretched else scene.length()

    def shots(self) -> Iterator[Part]:
        if self.titled:
            yield self.lettered("title", TITLE_SECONDS, self.storyboard.title)
        yield from map(self.sourcing.shot, self.pictures)
        if self.cards:
            yield self.lettered("end", END_SECONDS, THE_END.get(self.language.partition("-")[0], THE_END["en"]))

    def lettered(self, id: str, seconds: float, words: str) -> Part:
        """The title over the place where the film begins, the end over the place where it ends."""
        picture = self.pictures[CARDS[id]]
        lead, tail = self.overlaps(id)
        params = {
            **self.frame(words, picture), "seconds": seconds, "fps": self.options.fps, "lead": lead, "tail": tail,
        }  # fmt: skip
        size = self.megapixels() * (seconds * self.options.fps + lead + tail)
        return self.sourcing.lettered(self.step(id, "card-rendering", params, {}, size), picture.id, BEHIND[id])

    def poster(self) -> Part:
        """Of the first scene that has something in it."""
        picture = next((each for each in self.pictures if each.brief.subjects), self.pictures[0])
        params = self.frame(self.storyboard.title, picture)
        drawn = self.step("poster", "poster-rendering", params, {}, self.megapixels())
        return self.sourcing.lettered(drawn, picture.id, BEHIND["poster"])

    def frame(self, words: str, picture: Picture) -> dict[str, object]:
        """What a card or the poster shows, as parameters."""
        brief = picture.brief.model_copy(update={"on_screen_text": words})
        shown = brief.model_dump(mode="json", exclude_defaults=True)
        return {"brief": shown, "width": picture.width, "height": picture.height, "seed": self.options.seed}

    def megapixels(self) -> float:
        return self.options.width * self.options.height / 1e6

    def whole(self) -> float:
        """Seconds of the whole film, as far as it can be guessed."""
        return sum(self.seconds) + TITLE_SECONDS * self.titled + END_SECONDS * self.cards

    def music(self) -> Part:
        said = self.storyboard.brief.music
        params: dict[str, object] = {
            "prompt": self.options.music or said.text, "genre": said.genre, "tempo": said.tempo, "key": said.key,
            "instruments": said.instruments, "seed": self.options.seed,
            "mood": self.storyboard.brief.mood.model_dump(mode="json") if self.storyboard.brief.mood else None,
        }  # fmt: skip
        score = {"score": "timing.score"}
        expected = {"score": {"seconds": self.whole()}}
        made = self.step("music", "text-to-music", params, score, self.whole(), expected)
        return self.sourcing.fitted(made, "music-conforming", {}, score)

    def sounds(self) -> Iterator[Part]:
        for i, seconds in zip(self.scenes, self.seconds, strict=True):
            inputs = {"scene": f"timing.sound-{i + 1:02d}"}
            heard = self.step(
                f"sound-{i + 1:02d}", "text-to-sound", {"seed": self.options.seed}, inputs, seconds,
                {"scene": {"seconds": seconds}},
            )  # fmt: skip
            yield self.sourcing.fitted(heard, "sound-conforming", {}, inputs)

    def mix(self, speech: Sequence[str]) -> Step:
        inputs = {"timeline": "timing.timeline", **{id: f"{id}.speech" for id in speech}}
        inputs |= {f"sound-{i + 1:02d}": f"sound-{i + 1:02d}.sound" for i in self.scenes}
        if self.options.music != "none":
            inputs["music"] = "music.music"
        return self.step("mix", "audio-mixing", {"loudness": self.options.loudness}, inputs, self.whole())

    def dissolves(self, shots: Sequence[str]) -> Iterator[Step]:
        """From each shot into the next."""
        frames = 2 * self.overlap
        for before, after in pairwise(shots if frames else ()):
            inputs = {"before": f"{before}.video", "after": f"{after}.video"}
            size = self.megapixels() * frames
            yield self.step(f"into-{after}", "video-transition", {"frames": frames}, inputs, size)

    def edit(self, pictures: Sequence[Step]) -> Step:
        inputs = {"timeline": "timing.timeline", "captions": "timing.captions", "soundtrack": "mix.coded"}
        inputs |= {step.id: f"{step.id}.video" for step in pictures}
        return self.step("film", "video-editing", {}, inputs, self.whole())

    def stills(self) -> Iterator[Step]:
        yield from self.poster().steps
        for i in self.scenes:
            shot = {"video": f"scene-{i + 1:02d}.video"}
            yield self.step(f"still-{i + 1:02d}", "frame-extraction", {"at": 0.5, "width": STILL_WIDTH}, shot, 1)

    def check(self) -> Step:
        timed = {name: f"timing.{name}" for name in ("timeline", "captions")}
        inputs = {"film": "film.film", "narration": "mix.narration", **timed}
        params = {"loudness": self.options.loudness, "gates": gate_names()}
        return self.step("check", "quality-check", params, inputs, self.whole())


def each(parts: Iterable[Part]) -> Iterator[Step]:
    """Every step of some parts."""
    return chain.from_iterable(part.steps for part in parts)


def shows_another(shot: Part) -> bool:
    """Whether a shot has a frame of another one in it, so that it comes after it."""
    return "backdrop" in shot.step.inputs


async def film_plan(
    storyboard: Storyboard,
    options: FilmOptions,
    registry: Registry,
    lines: Sequence[int] = (),
    *,
    keyless: bool = False,
) -> Plan:
    """Every step from a complete storyboard to a checked film; `keyless` where it is only to be estimated. Raises
    NoEngine, KeyMissing."""
    chosen = await sourcing(registry, TASKS, options.models, keyless=keyless)
    steps = await asyncio.to_thread(lambda: tuple(_Film(storyboard, options, lines, chosen).steps()))
    return Plan(name=storyboard.title or "film", steps=steps)


def guessed_seconds(scene: Scene, language: str) -> float:
    """How long a scene will last: as it says, or as its words take to speak."""
    words = sum(len(n.text.split()) for n in scene.narration_for(language))
    asked = scene.length()
    needed = words / WORDS_PER_SECOND + 1.5 if words else 0.0
    return max(asked, needed) if asked else max(3.0, needed or SILENT_SCENE)


def _same(character: Character, name: str | None) -> bool:
    return name is not None and character.name.casefold() == name.casefold()
