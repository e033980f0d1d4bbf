"""HTML inside other materials, through a closed mapping: what is not named here is only text."""

from hocvu.sources.hypertext.blocks import World, blocks, build, parse

__all__ = ["World", "blocks", "build", "parse"]
