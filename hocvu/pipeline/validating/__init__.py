"""Checks trees of manifests: what did not change is not read again."""
