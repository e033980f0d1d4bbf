"""IEEE 1484.12.1 Learning Object Metadata, made from a course's master record."""

from __future__ import annotations

from lxml import etree

from hocvu.lesson import Course
from hocvu.packages.lom.bindings import Binding, ImsMd12, Lom10
from hocvu.packages.lom.sections import Sections
from hocvu.render import RenderedCourse

__all__ = ["Binding", "ImsMd12", "Lom10", "lom_xml"]


def lom_xml(course: Course, rendered: RenderedCourse, binding: type[Binding]) -> bytes:
    """Return the LOM record of `course` as an XML file in the form of `binding`."""
    form = binding()
    lom = form.root()
    parts = Sections(course, rendered, form)
    parts.general(lom)
    parts.life_cycle(lom)
    parts.meta_metadata(lom)
    parts.technical(lom)
    parts.educational(lom)
    parts.rights(lom)
    parts.relations(lom)
    parts.annotation(lom)
    parts.classifications(lom)
    body: bytes = etree.tostring(lom, encoding="UTF-8", pretty_print=True)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body
