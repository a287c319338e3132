"""Keys of a script (`Visual:`, `Narration (soft voice):` …): their names and meanings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from polymuse.brief.script.cleanup import strip_emoji

__all__ = ["LANGUAGES", "NOT_SCENES", "KeyLine", "find_key", "language_code", "language_name", "parse_key_line"]

_NAMES = {
    "visual": "visual, visuals, picture, pictures, image, images, video, action, on screen, what we see, we see, "
    "b-roll, broll, footage, on-screen visual, on-screen visuals, "
    "scene description, visual description, shot, shots, bild, bilder, visuel, visuels, imagen, imágenes, "
    "immagine, immagini, vidéo",
    "camera": "camera, camera movement, camera move, camera work, camera angle, kamera, caméra, cámara",
    "sound": "sound, sounds, ambient sound, ambient sounds, ambience, ambiance, atmosphere, sound effects, sfx, fx, "
    "audio, sound design, geräusch, geräusche, ton, klang, "
    "son, sons, bruitages, effets sonores, sonido, sonidos, suono, suoni",
    "music": "music, score, soundtrack, music cue, background music, bgm, musik, musique, música, musica",
    "narration": "narration, narrator, voice-over, voiceover, voice over, vo, v.o., v.o, voice-over narration, "
    "spoken text, sprecher, sprecherin, erzähler, erzählerin, off-text, voix off, voix-off, narrateur, narratrice, "
    "commentaire, narración, narrador, narradora, voz en off, narratore, narratrice, voce narrante, voce fuori campo",
    "on_screen_text": "text on screen, on-screen text, onscreen text, on screen text, screen text, text, title card, "
    "caption, captions, super, supers, lower third, text overlay, einblendung, texte à l'écran, texto en pantalla",
    "title": "title, film title, titel, titre, título, titolo",
    "mood": "mood, tone, feeling, emotion, stimmung",
    "style": "style, visual style, look, art style, stil",
    "palette": "palette, colours, colors, colour, color, colour palette, color palette, farben",
    "time": "time, duration, length, timing, timecode, time code, dauer, durée",
    "total": "total length, total duration, total time, total runtime, target length, target duration, runtime, "
    "running time, film length, gesamtlänge",
    "time_of_day": "time of day, tageszeit",
    "weather": "weather, wetter",
    "season": "season, jahreszeit",
    "place": "place, setting, location, ort, lieu, lugar",
    "avoid": "avoid, no, negative, negative prompt",
    "characters": "character, characters, cast, figuren, personnages, personajes",
    "voice": "voice, narrator voice, narration voice, narrator's voice, narration style, stimme",
    "language": "language, sprache, langue, idioma, lingua",
    "audience": "audience, target audience, zielgruppe",
    "brief": "synopsis, logline, brief, overview, concept, premise, summary, introduction, intro, idea",
    "notes": "note, notes, production notes, credits, author, written by, draft, version, date, transition, "
    "transitions",
    "panel_caption": "scene caption, panel caption",
    "alt": "alt, alt text, alternative text",
    "description": "audio description, described",
}
_KEYS = {name.strip(): key for key, names in _NAMES.items() for name in names.split(",")}

NOT_SCENES = frozenset({"script", "storyboard", "scenes", "the script", "screenplay", "drehbuch", "fade in", "the end"})
"""Headings that precede or follow the scenes without being one."""

LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl",
    "swedish": "sv", "norwegian": "nb", "danish": "da", "finnish": "fi", "polish": "pl", "czech": "cs",
    "hungarian": "hu", "greek": "el", "turkish": "tr", "russian": "ru", "ukrainian": "uk", "arabic": "ar",
    "hebrew": "he", "persian": "fa", "farsi": "fa", "hindi": "hi", "chinese": "zh", "mandarin": "zh",
    "japanese": "ja", "korean": "ko", "welsh": "cy", "irish": "ga", "romanian": "ro", "catalan": "ca",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}(?:-(?:[A-Za-z]{2}|[A-Z][a-z]{3}|\d{3}))?")

_BULLET = r"\s{0,8}(?:>\s?){0,3}(?:[-*+•‣·–]\s+)?"
_KEY_LINE = re.compile(
    rf"(?P<lead>{_BULLET})(?P<mark>[*_]{{0,3}})(?P<name>[^\W\d_][\w.'’ /&-]{{0,39}}?)\s?[*_]{{0,3}}\s?"
    r"(?:\((?P<qualifier>[^()]{0,80})\)\s?)?"
    r"[*_]{0,3}(?P<colon>[:：]|[–—-](?=\s))[*_]{0,3}\s*(?P<value>.*)",
    re.DOTALL,
)
_BOTH = re.compile(r"\s*(?:/|&|\band\b)\s*")
_WRAPPED = re.compile(
    r"\s*(?:\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\]|(?P<bold>\*\*|__)(?P<inner>[^*_]+)(?P=bold))\s*"
)
_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*$")


@dataclass(frozen=True, slots=True)
class KeyLine:
    """`name (qualifier): value`; `key` is None for unknown names (perhaps a character's). `bracketed`: the line was in
    brackets, so that its value cannot continue on the next line."""

    key: str | None
    name: str
    qualifier: str
    value: str
    bracketed: bool = False


def find_key(name: str) -> str | None:
    """The key with this name, or None. `Music / SFX` is "audio"; any other pair is the first of the two."""
    normalized = " ".join(name.casefold().strip(" *_:").split())
    if normalized in _KEYS:
        return _KEYS[normalized]
    parts = [_KEYS.get(part) for part in _BOTH.split(normalized[:80])]
    if len(parts) == 1 or not all(parts):
        return None
    return "audio" if set(parts) == {"music", "sound"} else parts[0]


def parse_key_line(text: str) -> KeyLine | None:
    """The line as a key line, or None. `Name – value` is accepted only for a bold key, `[Name: value]` only for a key."""
    text = strip_emoji(text)
    if (wrapped := _WRAPPED.fullmatch(text[:400])) and len(text) <= 400:
        inner = _line(next(filter(None, (wrapped["round"], wrapped["square"], wrapped["inner"]))))
        if inner and inner.key and inner.value:
            return replace(inner, bracketed=not wrapped["bold"])
    return _line(text)


def _line(text: str) -> KeyLine | None:
    if heading := _HEADING.match(text[:200]):
        text = f"{heading[1]}:" if find_key(heading[1]) else heading[1]
    match = _KEY_LINE.match(text)
    if not match:
        return None
    key = find_key(match["name"])
    if match["colon"] not in ":：" and not (key and match["mark"]):
        return None
    return KeyLine(key, match["name"].strip(), (match["qualifier"] or "").strip(), match["value"].strip())


def language_code(text: str) -> str | None:
    """BCP 47 code of a language's name or code, or None."""
    text = text.strip()
    named = LANGUAGES.get(text.casefold())
    return named or (text if _CODE.fullmatch(text) else None)


def language_name(code: str) -> str:
    """English name of a language code; the code itself if unknown."""
    return next((name.title() for name, known_code in LANGUAGES.items() if known_code == code), code)
