"""Programmes: courses grouped by a ministry, a province or a commune, and lists of topics."""

from hocvu.programmes.author import dump_programme, write_programme
from hocvu.programmes.load import (
    Programme,
    Topic,
    check_programme,
    find_programmes,
    is_programme,
    load_programme,
    manifests_of,
)
from hocvu.programmes.models import Provenance
from hocvu.programmes.topics import PlannedTopic, TopicList, read_topics

__all__ = [
    "PlannedTopic",
    "Programme",
    "Provenance",
    "Topic",
    "TopicList",
    "check_programme",
    "dump_programme",
    "find_programmes",
    "is_programme",
    "load_programme",
    "manifests_of",
    "read_topics",
    "write_programme",
]
