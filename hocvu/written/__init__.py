"""What people write by hand: YAML and JSON as values that know their lines."""

from hocvu.written.problems import Problem, in_order
from hocvu.written.reader import LARGEST, parse, read_tree
from hocvu.written.tree import Place, Plain, Step, Tree, dotted

__all__ = [
    "LARGEST",
    "Place",
    "Plain",
    "Problem",
    "Step",
    "Tree",
    "dotted",
    "in_order",
    "parse",
    "read_tree",
]
