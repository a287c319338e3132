"""The light of a scene: how hour, weather, season, mood and palette colour everything.

Mood works as people match colours to feelings: what is happy is lighter, warmer and more saturated, what is sad darker,
cooler and greyer, what is agitated more saturated (Palmer, Schloss, Xu & Prado-León, "Music–color associations are
mediated by emotion", PNAS 110, 2013).
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass, replace

from polymuse.brief import Brief, Mood
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.colours import parse_colour
from polymuse.engines.builtin.sketch.stage import Light, Luminary

__all__ = ["light_of", "palette_of"]

_hex = Rgb.parse
WHITE, WARM, COOL = Rgb(1, 1, 1), _hex("#f3c583"), _hex("#8fa5c4")
MOON = Luminary(0.3, 0.17, 0.042, _hex("#f1ead0"), _hex("#9cc0cf"))


def _sky(*stops: str) -> tuple[Rgb, ...]:
    return tuple(_hex(stop) for stop in stops)


def _sun(x: float, y: float, radius: float, disc: str, glow: str) -> Luminary:
    return Luminary(x, y, radius, _hex(disc), _hex(glow))


HOURS: Mapping[str, Light] = {
    "dawn": Light(
        "dawn", _sky("#6d84ab", "#a9b3cd", "#e9c6c0", "#fbdcb4"), Rgb(0.93, 0.84, 0.87), Rgb(0.66, 0.66, 0.80),
        _hex("#e8cfc8"), 520, 0.12, _sun(0.27, 0.43, 0.040, "#fff0cf", "#ffd9a6"), _hex("#5d5a80"), 2.4, 0.35,
    ),
    "morning": Light(
        "morning", _sky("#69a6cb", "#9fcbdc", "#d3e5de", "#f7ecd2"), Rgb(1.03, 0.99, 0.92), Rgb(0.72, 0.78, 0.86),
        _hex("#d9e4de"), 900, 0.0, _sun(0.22, 0.22, 0.042, "#fffbe6", "#fff0c4"), _hex("#4d6080"), 1.3, 0.7,
    ),
    "day": Light(
        "day", _sky("#4b97c6", "#7cb9da", "#b4dbe2", "#e7f0e2"), Rgb(1.03, 1.01, 0.96), Rgb(0.72, 0.79, 0.88),
        _hex("#cfe2e3"), 1100, 0.0, _sun(0.24, 0.12, 0.042, "#fffdf0", "#fff6d8"), _hex("#46597a"), 0.55, 0.85,
    ),
    "afternoon": Light(
        "afternoon", _sky("#5b9ac0", "#92c1cf", "#cfdac9", "#f5e5c0"), Rgb(1.05, 0.98, 0.87), Rgb(0.72, 0.74, 0.82),
        _hex("#dedfcb"), 900, 0.0, _sun(0.21, 0.19, 0.043, "#fff8dc", "#ffeab4"), _hex("#54597a"), 1.1, 0.8,
    ),
    "golden hour": Light(
        "golden hour", _sky("#6d95b4", "#a9bdb6", "#efcf9d", "#ffdf9f"), Rgb(1.06, 0.93, 0.76), Rgb(0.70, 0.62, 0.70),
        _hex("#f3d09a"), 560, 0.05, _sun(0.25, 0.33, 0.046, "#fff3cb", "#ffd27d"), _hex("#63476a"), 2.2, 0.75,
    ),
    "sunset": Light(
        "sunset", _sky("#56588a", "#a0698a", "#e8886e", "#fcc377"), Rgb(0.98, 0.77, 0.71), Rgb(0.60, 0.49, 0.64),
        _hex("#f0a57c"), 480, 0.22, _sun(0.29, 0.425, 0.052, "#ffe9b5", "#ffb766"), _hex("#4d3560"), 2.8, 0.6,
    ),
    "dusk": Light(
        "dusk", _sky("#38355f", "#6c4f80", "#b9708a", "#f0ab80"), Rgb(0.61, 0.60, 0.80), Rgb(0.40, 0.40, 0.62),
        _hex("#b9829a"), 480, 0.62, None, _hex("#2e284e"), 1.6, 0.25, stars=0.3,
    ),
    "night": Light(
        "night", _sky("#13233f", "#1a3552", "#26506a", "#437786"), Rgb(0.32, 0.43, 0.66), Rgb(0.21, 0.29, 0.50),
        _hex("#2f5a70"), 560, 1.0, MOON, _hex("#0d1730"), 1.2, 0.4, stars=1.0,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Weather:
    """What a kind of weather does: `veil` is drawn over the sky by `cover`, `dim` scales light, `clear` sight."""

    veil: Rgb
    cover: float
    dim: float = 1.0
    clear: float = 1.0
    sun: bool = True
    soft: float = 1.0
    hue: float = 0.25
    """How much of the hour's own colour comes through the veil."""


WEATHER: Mapping[str, _Weather] = {
    "cloudy": _Weather(_hex("#c3d0d6"), 0.14, 0.98, 0.85, soft=0.75),
    "wind": _Weather(_hex("#c3d0d6"), 0.08, 1.0, 1.0),
    "overcast": _Weather(_hex("#c0c8cc"), 0.72, 0.92, 0.6, sun=False, soft=0.25),
    "drizzle": _Weather(_hex("#aebbc2"), 0.74, 0.88, 0.42, sun=False, soft=0.2),
    "rain": _Weather(_hex("#95a5b0"), 0.78, 0.82, 0.34, sun=False, soft=0.15, hue=0.15),
    "storm": _Weather(_hex("#5d6b7e"), 0.82, 0.68, 0.36, sun=False, soft=0.15, hue=0.08),
    "snow": _Weather(_hex("#d8dee3"), 0.74, 0.97, 0.3, sun=False, soft=0.25),
    "fog": _Weather(_hex("#d3d9d8"), 0.74, 0.95, 0.06, sun=False, soft=0.15, hue=0.42),
}

SEASONS: Mapping[str, Rgb] = {
    "spring": Rgb(1.0, 1.01, 0.99), "summer": Rgb(1.02, 1.0, 0.97), "autumn": Rgb(1.03, 0.98, 0.92),
    "winter": Rgb(0.96, 0.99, 1.05),
}  # fmt: skip

INDOOR_DAY, INDOOR_NIGHT = Rgb(1.0, 0.96, 0.90), Rgb(0.86, 0.69, 0.53)
NO_HAZE = 1e6

MOODS = (
    (0.35, ("#e9b44c", "#e07a5f", "#6fb3b0", "#f2e3bc")),
    (-0.1, ("#6d9c8f", "#d9a566", "#5a7aa0", "#e6dcc8")),
    (-1.1, ("#5b6f8c", "#8c7a8f", "#465a63", "#c5c3bb")),
)
"""Palettes by least valence, for a brief that asks for no colours."""


def palette_of(brief: Brief) -> tuple[Rgb, ...]:
    """The colours that the scene leans on, the most important first: those asked for, else those of its mood."""
    requested = tuple(match for match in (parse_colour(name) for name in brief.palette) if match)
    if requested:
        return requested
    valence = brief.mood.valence if brief.mood else 0.1
    return next(_sky(*colours) for least, colours in MOODS if valence >= least)


def light_of(brief: Brief, set_indoors: bool = False) -> Light:
    """The light of a brief's hour, weather, season, mood and palette. Indoors, surfaces are lit by the window or by
    lamps and there is no haze, but `sky`, `sun` and `stars` are still those outside the window."""
    setting = brief.setting
    light = HOURS[setting.time_of_day or "day"]
    for name in setting.weather:
        if name in WEATHER:
            light = _weathered(light, WEATHER[name])
    if setting.season:
        light = replace(light, key=_times(light.key, SEASONS[setting.season]))
    light = _toward_palette(light, brief)
    if brief.mood:
        light = _felt(light, brief.mood)
    return _indoors(light) if set_indoors else light


def _times(key: Rgb, other: Rgb) -> Rgb:
    """Multiplied as light is: unlike a surface colour it may exceed 1."""
    return Rgb(key.r * other.r, key.g * other.g, key.b * other.b)


def _weathered(light: Light, weather: _Weather) -> Light:
    """The hour seen through weather. The veil takes the hour's own light, so that fog at night is blue, not white."""
    grey = sum((light.key.r, light.key.g, light.key.b)) / 3
    seen = light.key.mix(Rgb(grey, grey, grey), 0.7 - weather.hue)
    veil = weather.veil.multiply(seen).mix(light.sky[-1], weather.hue)
    low = veil.mix(Rgb(1, 1, 1).multiply(light.key), 0.18)
    steps = max(1, len(light.sky) - 1)
    sky = tuple(c.mix(veil.mix(low, i / steps), weather.cover) for i, c in enumerate(light.sky))
    key = light.key.mix(Rgb(grey, grey, grey * 1.02), weather.cover * 0.6)
    return replace(
        light, sky=sky, key=_times(key, Rgb(weather.dim, weather.dim, weather.dim)),
        haze=light.haze.mix(sky[-1], min(1.0, weather.cover * 1.3)), clear=light.clear * weather.clear,
        sun=light.sun if weather.sun else None, soft=light.soft * weather.soft,
        stars=light.stars * (1 - weather.cover) ** 2,
    )  # fmt: skip


def _toward_palette(light: Light, brief: Brief) -> Light:
    """Sky, haze and light lean towards the colours asked for, keeping their own lightness."""
    palette = palette_of(brief) if brief.palette else ()
    if not palette:
        return light
    last = len(light.sky) - 1
    stops = [palette[round(i * (len(palette) - 1) / last)] for i in range(last + 1)]
    sky = tuple(_hued(c, toward, 0.42) for c, toward in zip(light.sky, stops, strict=True))
    return replace(
        light, sky=sky, haze=_hued(light.haze, palette[-1], 0.38), key=_hued(light.key, palette[0], 0.10),
        shadow=_hued(light.shadow, palette[0], 0.2),
    )  # fmt: skip


def _hued(base: Rgb, toward: Rgb, amount: float) -> Rgb:
    """`base` mixed with `toward` made as light as `base`."""
    _, light, _ = colorsys.rgb_to_hls(min(1, base.r), min(1, base.g), min(1, base.b))
    hue, _, saturation = colorsys.rgb_to_hls(toward.r, toward.g, toward.b)
    return base.mix(Rgb(*colorsys.hls_to_rgb(hue, light, saturation)), amount)


def _felt(light: Light, mood: Mood) -> Light:
    def feel(base: Rgb) -> Rgb:
        return _graded(base, mood)

    sun = light.sun
    if sun:
        sun = replace(sun, glow=feel(sun.glow))
    bright = 1 + 0.04 * mood.valence
    key = _times(feel(light.key), Rgb(bright, bright, bright))
    return replace(
        light,
        sky=tuple(feel(c).multiply(WHITE) for c in light.sky),
        haze=feel(light.haze).multiply(WHITE),
        key=key,
        sun=sun,
    )


def _graded(base: Rgb, mood: Mood) -> Rgb:
    """A colour as a mood sees it. Channels above 1 (strong light) are kept."""
    grey = 0.3 * base.r + 0.59 * base.g + 0.11 * base.b
    strength = 1 + 0.16 * mood.valence + 0.16 * mood.arousal
    lift = 0.02 * mood.valence
    r, g, b = (max(0.0, grey + (c - grey) * strength + lift) for c in (base.r, base.g, base.b))
    return _hued(Rgb(r, g, b), WARM if mood.valence > 0 else COOL, 0.10 * abs(mood.valence))


def _indoors(light: Light) -> Light:
    """Daylight through a window in the day, lamps in the dark."""
    tinted = INDOOR_DAY.multiply(Rgb(1, 1, 1).mix(light.key, 0.45))
    key = tinted.mix(INDOOR_NIGHT, light.night)
    ambient = Rgb(key.r * 0.72, key.g * 0.72, key.b * 0.80)
    return replace(
        light, key=key, ambient=ambient, haze=light.haze.mix(key, 0.5), clear=NO_HAZE,
        shadow=_hex("#3a2c38"), soft=0.35, slant=0.5,
    )  # fmt: skip
