"""polymuse: any mix of text, images, sound and video into any other."""

__version__ = "0.1.0"
