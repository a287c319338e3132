"""The built-in reader: sentences as people write them, and what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Brief, Camera, Character, Mood, Setting, Subject
from polymuse.brief.describe import complete_brief, find_place, foreign_language


def read(text: str, **more: object) -> Brief:
    return complete_brief(Brief.model_validate({"text": text, **more}))


def told(brief: Brief) -> list[str]:
    """Subjects in one line each: "2 old red boat rock"."""
    return [
        " ".join(str(w) for w in (s.count, *s.attributes, s.colour or "", s.name, s.action or "") if w)
        for s in brief.subjects
    ]


def related(brief: Brief) -> list[str]:
    names = [s.name for s in brief.subjects]
    return [
        f"{names[r.subject]} {r.kind} {names[r.object]}" + (f" & {names[r.second]}" if r.second is not None else "")
        for r in brief.relations
    ]


SENTENCES = [
    ("Two old fishermen in yellow coats mend a blue net.", ["2 old yellow coats fisherman mend", "1 blue net"]),
    ("Three small red boats rock gently.", ["3 small red boat rock"]),
    ("A dog, a cat and two birds sit on a gate.", ["1 dog sit", "1 cat sit", "2 bird sit", "1 gate"]),
    ("The boat is red. The boat is old.", ["1 old red boat"]),
    ("A couple of gulls and a dozen paper lanterns", ["2 gull", "12 paper lantern"]),
    ("several sheep, many flowers", ["4 sheep", "8 flower"]),
    ("A flock of gulls flies over the roofs.", ["7 gull fly", "1 house"]),
    ("A row of street lamps", ["5 street lamp"]),
    ("A pair of boots and a pair of glasses", ["2 boot", "2 glasses"]),
    ("A woman with a red umbrella", ["1 woman", "1 red umbrella"]),
    ("An old woman with white hair and a red scarf", ["1 old white hair red scarf woman"]),
    ("A man with a long white beard", ["1 long white beard man"]),
    ("A girl in a red coat runs.", ["1 red coat girl run"]),
    ("A boy wearing a blue cap waves.", ["1 blue cap boy wave"]),
    ("An old man sits. His hat is green.", ["1 old green hat man sit"]),
    ("A house with a red roof", ["1 red roof house"]),
    ("A fishing boat and a street lamp", ["1 fishing boat", "1 street lamp"]),
    ("A lighthouse keeper waits.", ["1 lighthouse keeper wait"]),
    ("The lighthouse keeper's dog sleeps.", ["1 lighthouse keeper", "1 dog sleep"]),
    ("A crooked garden gate", ["1 crooked garden gate"]),
    ("A sleeping cat", ["1 cat sleep"]),
    ("A boat moored at the pier.", ["1 moored boat", "1 pier"]),
    ("A dark blue door", ["1 dark blue door"]),
    ("black and white cats", ["3 white black cat"]),
    ("A red-and-white lighthouse", ["1 red-and-white red lighthouse"]),
    ("Two boats, one red and one blue.", ["1 red boat", "1 blue boat"]),
    ("A theremin stands beside a clock.", ["1 theremin stand", "1 clock"]),
    ("An astrolabe and two brass sextants", ["1 astrolabe", "2 brass sextant"]),
    ("A basket of apples", ["1 of apples basket"]),
    ("A cup of tea", ["1 cup of tea"]),
    ("Close-up of hands kneading dough.", ["1 person knead", "1 dough"]),
    ("The silence of the evening and the beginning of hope.", []),
    ("The sound of bells, the smell of bread.", []),
    ("A man walks like a king.", ["1 man walk"]),
    ("A man reads a book and a woman knits.", ["1 man read", "1 book", "1 woman knit"]),
    ("Children run and play.", ["3 child run"]),
    ("A small robot walks. It carries a suitcase.", ["1 small robot walk", "1 suitcase"]),
    ("A deer drinks.", ["1 deer drink"]),
    ("An oak tree with a swing, a bench, and a boy flying a red kite", [
        "1 oak tree", "1 swing", "1 bench", "1 boy fly a kite", "1 red kite",
    ]),
    ("red boat, calm sea, sunset, wide shot", ["1 red boat"]),
    ("There are two chairs in the kitchen.", ["2 chair"]),
    ("On the left a lighthouse, on the right two palm trees.", [
        "1 on the left lighthouse", "2 on the right palm tree",
    ]),
    ("The camera follows a fox through the forest.", ["1 fox"]),
    ("On the table are a kettle and a blue cup.", ["1 table", "1 kettle", "1 blue cup"]),
    ("On the table are three loaves of bread and a bowl.", ["1 table", "3 of bread loaf", "1 bowl"]),
    ("An old man with a grey hat and a cane walks to the shop.", ["1 old grey hat man walk", "1 cane", "1 shop"]),
    ("A lighthouse keeper in a coat stands beside a table.", ["1 coat lighthouse keeper stand", "1 table"]),
    ("Two coat stands and an umbrella stand", ["2 coat stand", "1 umbrella stand"]),
    ("A lamp shines in the cottage window.", ["1 lamp shine", "1 cottage"]),
    ("A busker plays the guitar.", ["1 busker play the guitar", "1 guitar"]),
    ("Five people with umbrellas", ["5 person", "5 umbrella"]),
    ("A caravan of camels passes.", ["3 camel pass"]),
    ("A portrait of a woman in a green dress", ["1 of woman portrait"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subjects"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_subjects(text: str, subjects: list[str]) -> None:
    assert told(read(text)) == subjects


RELATIONS = [
    ("Two men wait on the quay; behind them three red boats rock.", ["boat behind man"]),
    ("To the left of the lighthouse stands a crooked pine.", ["pine left of lighthouse"]),
    ("A car to the right of a house.", ["car right of house"]),
    ("A cat sleeps on a red chair.", ["cat on chair"]),
    ("On the table lies a book.", ["book on table"]),
    ("A bird in a cage.", ["bird in cage"]),
    ("A dog under the table.", ["dog under table"]),
    ("A balloon above a tent.", ["balloon above tent"]),
    ("A bench in front of a fountain.", ["bench in front of fountain"]),
    ("A bucket beside a well, next to a cart.", ["bucket beside well", "well beside cart"]),
    ("A car between a bus and a tree.", ["car between bus & tree"]),
    ("A rock between two trees.", ["rock between tree"]),
    ("Four friends around a campfire.", ["friend around campfire"]),
    ("A woman holds a lantern.", ["woman holding lantern"]),
    ("A man with a lantern in his hand.", ["man holding lantern"]),
    ("A girl walks toward the gate, followed by a dog.", ["girl toward gate", "dog behind girl"]),
    ("A woman looks at the statue.", ["woman facing statue"]),
    ("A table with three cups.", ["cup on table"]),
    ("A knight rides a white horse.", ["knight on horse"]),
    ("On the table are a kettle and a blue cup.", ["kettle on table", "cup on table"]),
    ("An old man with a grey hat and a cane walks to the shop.", ["man holding cane", "man toward shop"]),
    ("Three children play with a yellow ball.", ["child around ball"]),
    ("A boy and a girl play football.", ["football between boy & girl"]),
    ("An old man flies a blue kite.", ["man holding kite"]),
    ("A lamp shines in the cottage window.", ["lamp in cottage"]),
    ("A vase with flowers on the table.", ["flower in vase", "vase on table"]),
    ("A man works at a desk with a laptop.", ["man at desk", "laptop on desk"]),
    ("A small white dog runs behind a woman.", ["dog behind woman"]),
    ("A tower surrounded by trees.", ["tree around tower"]),
    ("A dog runs toward an old man on a bench.", ["dog toward man", "man on bench"]),
    ("A dog runs to a man on a bench under a tree.", ["dog toward man", "man on bench", "man under tree"]),
    ("A cat watches a bird on a branch.", ["cat facing bird", "bird on branch"]),
    ("A boy runs toward a girl with a kite.", ["boy toward girl", "girl holding kite"]),
    ("A woman watches the pigeons on a bench.", ["woman facing pigeon", "woman on bench"]),
    ("A man looks at a whale in a boat.", ["man facing whale", "man in boat"]),
    ("A man walks to the house with a suitcase.", ["man toward house", "man holding suitcase"]),
    ("A knight rides toward a castle on a horse.", ["knight toward castle", "knight on horse"]),
    ("A dog runs toward a man, under a tree.", ["dog toward man", "dog under tree"]),
    ("A dog runs toward a man and sits under a tree.", ["dog toward man", "dog under tree"]),
    ("Two trees. A bench between them.", ["bench between tree"]),
    (
        "A man and a woman walk with a dog between them.",
        ["dog beside man", "dog beside woman", "dog between woman & man"],
    ),
    ("Two friends sit with a cat between them.", ["cat beside friend", "cat between friend"]),
    ("A house bigger than the tree.", ["house larger than tree"]),
    ("A boat is smaller than the gull.", ["boat smaller than gull"]),
    ("A man stands beside a tree taller than the house.", ["man beside tree", "tree larger than house"]),
    ("A boy and a dog. The dog is as big as him.", ["dog as large as boy"]),
    ("A man stands by a dog as big as a horse.", ["man beside dog"]),
    ("A whale dwarfs the ship.", ["whale larger than ship"]),
]


@pytest.mark.parametrize(("text", "relations"), RELATIONS, ids=[text for text, _ in RELATIONS])
def test_relations(text: str, relations: list[str]) -> None:
    assert related(read(text)) == relations


@pytest.mark.parametrize(
    ("text", "place", "hour", "weather", "season"),
    [
        ("Fishermen mend nets on the quay at dawn.", "quay", "dawn", (), None),
        ("INT. KITCHEN - NIGHT. A cat sleeps.", "kitchen", "night", (), None),
        ("It is raining in the city.", "city", None, ("rain",), None),
        ("Snow falls on a quiet village.", "village", None, ("snow",), None),
        ("A foggy autumn morning in the park.", "park", "morning", ("fog",), "autumn"),
        ("A snow-capped peak under a clear sky", None, None, ("clear",), None),
        ("A street without any clouds.", "street", None, (), None),
        ("The sun sets behind the mountains.", "mountains", "sunset", (), None),
        ("Ducks swim on the lake.", "lake", None, (), None),
        ("A lake with mountains behind.", "lake", None, (), None),
        ("Inside the lantern room an old man waits.", "lantern room", None, (), None),
        ("Two men sit in the lighthouse.", "lantern room", None, (), None),
        ("A girl waits at the church.", None, None, (), None),
        ("A balloon above the hills. Below lies a tiny village.", "hills", None, (), None),
    ],
)
def test_setting(text: str, place: str | None, hour: str | None, weather: tuple[str, ...], season: str | None) -> None:
    assert read(text).setting == Setting.model_validate(
        {"place": place, "time_of_day": hour, "weather": weather, "season": season}
    )


@pytest.mark.parametrize(
    ("text", "camera", "shot", "move", "pace"),
    [
        ("Close-up of a cat.", "", "close", None, None),
        ("Slow pan left across the harbour.", "", None, "pan left", "slow"),
        ("A boat. We push in.", "", None, "push", None),
        ("Bird's-eye view of a town.", "", "extreme wide", None, None),
        ("A tracking shot of a runner.", "", None, "follow", None),
        ("A man looks up and pulls the rope.", "", None, None, None),
        ("A cat.", "Wide shot, slowly zooming out", "wide", "pull", "slow"),
        ("A cat.", "static", None, "static", None),
        ("A cat.", "quick tilt up, medium shot", "medium", "tilt up", "fast"),
    ],
)
def test_camera(text: str, camera: str, shot: str | None, move: str | None, pace: str | None) -> None:
    found = read(text, camera=Camera(text=camera)).camera
    assert (found.shot, found.move, found.pace) == (shot, move, pace)


FORMS = {
    "tilt": ("tilts", "is tilting", "tilted"),
    "pan": ("pans", "is panning", "panned"),
    "zoom": ("zooms", "is zooming", "zoomed"),
}


@pytest.mark.parametrize("pace", ["", "slowly ", "very quickly "])
@pytest.mark.parametrize(
    ("verb", "direction", "move"),
    [
        ("tilt", "up", "tilt up"),
        ("tilt", "down", "tilt down"),
        ("pan", "left", "pan left"),
        ("pan", "to the right", "pan right"),
        ("pan", "from right to left", "pan left"),
        ("zoom", "in", "push"),
        ("zoom", "out", "pull"),
    ],
)
def test_the_camera_goes_where_it_is_said_to_in_every_form_of_the_verb(
    verb: str, direction: str, move: str, pace: str
) -> None:
    for said in FORMS[verb]:
        assert read(f"The camera {said} {pace}{direction}, over a boat.").camera.move == move


@pytest.mark.parametrize(
    ("description", "name", "attributes"),
    [
        ("a woman, 30s, red coat", "woman", ("red coat",)),
        ("an old woman, white hair, red scarf", "woman", ("old", "white hair", "red scarf")),
        ("a man. Grey beard. Blue suit.", "man", ("grey beard", "blue suit")),
        ("30s, red coat", "person", ("red coat",)),
    ],
)
def test_all_that_is_said_of_a_character_s_looks_is_theirs(
    description: str, name: str, attributes: tuple[str, ...]
) -> None:
    cast = (Character(name="Mara", description=description),)
    (subject,) = complete_brief(Brief(text="Mara walks."), cast).subjects
    assert (subject.name, subject.attributes, subject.character) == (name, attributes, "Mara")


def test_her_before_a_verb_that_comes_first_is_no_possessive() -> None:
    found = read("Anna waits. Beside her stands a man. Her dog sits.")
    assert [s.name for s in found.subjects] == ["woman", "man", "dog"]


def test_style_palette_avoid_and_lettering() -> None:
    brief = read(
        "A shop in watercolour style. A sign reads “BOOKS”. A palette of dusty blues and golds. No people or cars."
    )
    assert told(brief) == ["1 shop", "1 sign"]
    assert brief.style == "watercolour"
    assert brief.on_screen_text == "BOOKS"
    assert brief.palette == ("dusty blue", "gold")
    assert brief.avoid == ("people", "cars")


def test_what_was_said_outright_stays() -> None:
    said = Brief(
        text="A red boat on the sea at night. Joyful.",
        subjects=(Subject(name="whale"),),
        setting=Setting(place="harbour", time_of_day="dawn"),
        mood=Mood(valence=-1),
        camera=Camera(shot="wide"),
        style="ink",
    )
    assert complete_brief(said) == said


def test_characters_look_as_they_are_described() -> None:
    greta = Character(name="Greta", description="an old woman with white hair and a red scarf")
    brief = complete_brief(Brief(text="Greta walks to the gate. She waves."), (greta,))
    first = brief.subjects[0]
    assert (first.name, first.character, first.action) == ("woman", "Greta", "walk")
    assert first.attributes == ("old", "white hair", "red scarf")
    assert [s.character for s in brief.subjects] == ["Greta", None]


def test_another_language_gives_no_subjects() -> None:
    assert read("Ein Boot liegt im Hafen.", language="de").subjects == ()


@pytest.mark.parametrize("language", [None, "de", "en"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ein rotes Boot auf dem See.", "de"),
        ("Un chat dort sur la table et le chien est là.", "fr"),
        ("猫が座っている。", "ja"),
        ("A lamp in a window.", None),
        ("Three ducks on a pond.", None),
    ],
)
def test_the_language_of_a_text_is_told_by_its_words(text: str, found: str | None, language: str | None) -> None:
    assert foreign_language(text, language) == found
    assert bool(read(text, language=language).subjects) == (found is None)


@given(st.text(max_size=200))
def test_any_text_can_be_read_once_and_for_all(text: str) -> None:
    once = read(text)
    assert complete_brief(once) == once


WORDS = (
    *("a", "the", "two", "red", "old", "boat", "boats", "man", "woman", "on", "behind", "to", "left", "of", "is"),
    *("and", ",", ".", "with", "in", "his", "hand", "it", "they", "one", "sits", "no", "off", "holding", "between"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_order_of_words_can_be_read_once_and_for_all(words: list[str]) -> None:
    once = read(" ".join(words))
    assert complete_brief(once) == once
    assert all(r.subject < len(once.subjects) and r.object < len(once.subjects) for r in once.relations)


def test_a_mood_said_in_words_alone_gets_their_numbers() -> None:
    mood = read("A boat.", mood=Mood(words=("joyful",))).mood
    assert mood is not None and mood.valence > 0.5 and mood.words == ("joyful",)


def test_a_place_is_named_or_only_hinted_at() -> None:
    assert find_place("A dog in the kitchen.") == ("kitchen", True)
    assert find_place("Four pigeons sit on the grass.") == ("meadow", False)
    assert find_place("Ein Hund liegt im Hotel.", "de") == (None, False)
