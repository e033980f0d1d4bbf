"""Typical situations (tình huống điển hình): scenes joined by decisions, written in YAML."""

from hocvu.sources.situation.reader import READER, SituationOptions, check, files, recognises

__all__ = ["READER", "SituationOptions", "check", "files", "recognises"]
