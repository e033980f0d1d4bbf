"""hocvu turns training materials into packages that learning systems play."""

__version__ = "0.1.0"
