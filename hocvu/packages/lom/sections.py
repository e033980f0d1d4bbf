"""The nine parts of a LOM record, each from the fields that the profile maps to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from hocvu.lesson import Course, Record, VideoBody
from hocvu.lesson.record import Concept
from hocvu.packages.lom import contributions
from hocvu.packages.lom.bindings import Binding
from hocvu.packages.lom.vocabulary import LIFE_CYCLE_STATUS, RESOURCE_TYPE, words
from hocvu.render import RenderedCourse

PROFILE = "hocvu-AP"
_LOM_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")


@dataclass(frozen=True, slots=True)
class Sections:
    """Adds the parts of one course's record to a LOM element."""

    course: Course
    rendered: RenderedCourse
    binding: Binding

    @property
    def record(self) -> Record:
        """The master record."""
        return self.course.record

    def general(self, lom: etree._Element) -> None:
        """Add 1 General."""
        put, record = self.binding, self.record
        part = put.add(lom, "general")
        put.strings(part, "title", record.title)
        put.identifier(part, "URI", record.id)
        put.identifier(part, PROFILE, record.code)
        put.add(part, "language", record.language)
        put.strings(part, "description", record.description or record.title)
        for keyword in record.keywords or (self.course.title,):
            put.strings(part, "keyword", self._own(keyword))
        if record.coverage:
            codes = [
                *(f"VN province {code}" for code in record.coverage.provinces),
                *(f"VN commune {code}" for code in record.coverage.communes),
            ]
            as_of = f" ({record.coverage.as_of.isoformat()})" if record.coverage.as_of else ""
            for code in codes:
                put.strings(part, "coverage", {"en": code + as_of})
        several = len(self.course.lessons) > 1
        put.term(part, "structure", "hierarchical" if several else "atomic")
        put.term(part, "aggregationLevel", "3" if several else "2")

    def life_cycle(self, lom: etree._Element) -> None:
        """Add 2 Life Cycle."""
        put, record = self.binding, self.record
        part = put.add(lom, "lifeCycle")
        put.strings(part, "version", {"en": record.version})
        put.term(part, "status", LIFE_CYCLE_STATUS[record.status])
        for contribution in contributions.of(record):
            contributions.add(put, part, contribution)

    def meta_metadata(self, lom: etree._Element) -> None:
        """Add 3 Meta-Metadata."""
        put, info = self.binding, self.record.record
        part = put.add(lom, "metaMetadata")
        if made := contributions.of_metadata(self.record):
            contributions.add(put, part, made)
        for schema in (*put.schemas, f"{PROFILE}-{info.schema_version}"):
            put.add(part, "metadataSchema", schema)
        put.add(part, "language", "vi")

    def technical(self, lom: etree._Element) -> None:
        """Add 4 Technical."""
        put, files = self.binding, self.rendered.files
        part = put.add(lom, "technical")
        for media_type in sorted({file.media_type for file in files}):
            put.add(part, "format", media_type)
        size = sum(file.size for file in files)
        if put.largest_size is None or size <= put.largest_size:
            put.add(part, "size", str(size))
        for lesson in self.rendered.lessons[:1]:
            put.add(part, "location", lesson.href)
        put.browser(part)
        bodies = [lesson.body for lesson in self.course.lessons]
        seconds = sum(body.duration for body in bodies if isinstance(body, VideoBody))
        if seconds:
            put.duration(part, "duration", f"PT{round(seconds)}S")

    def educational(self, lom: etree._Element) -> None:
        """Add 5 Educational."""
        put, record = self.binding, self.record
        part = put.add(lom, "educational")
        put.term(part, "interactivityType", "expositive")
        if record.kind:
            put.term(part, "learningResourceType", RESOURCE_TYPE[record.kind])
        put.term(part, "intendedEndUserRole", "learner")
        put.term(part, "context", "training")
        if record.duration and _LOM_DURATION.fullmatch(record.duration):
            put.duration(part, "typicalLearningTime", record.duration)
        facts = [words(f"lom.audience.{key}") for key in record.audience]
        if record.delivery_mode:
            facts.append(words(f"lom.delivery_mode.{record.delivery_mode}"))
        if record.assessment:
            facts.append({record.language: record.assessment.description})
            if record.assessment.pass_score is not None:
                facts.append(words("lom.pass_score", score=record.assessment.pass_score))
        put.strings(part, "description", _joined(facts))
        put.add(part, "language", record.language)

    def rights(self, lom: etree._Element) -> None:
        """Add 6 Rights."""
        put, record = self.binding, self.record
        part = put.add(lom, "rights")
        put.term(part, "cost", "no")
        put.term(part, "copyrightAndOtherRestrictions", "yes")
        terms = [{record.language: text} for text in (record.rights, record.access) if text]
        put.strings(part, "description", _joined(terms))

    def relations(self, lom: etree._Element) -> None:
        """Add 7 Relation: the lessons, the legal basis, the work that is revised."""
        record = self.record
        for lesson in self.course.lessons:
            self._relation(lom, "haspart", self._own(lesson.title), (PROFILE, lesson.id))
        for citation in record.legal_basis:
            number = ("VN legal document", citation.number) if citation.number else None
            self._relation(lom, "isbasedon", self._own(citation.text), number)
        if record.revision:
            described = words(f"lom.revision.{record.revision.kind}")
            self._relation(lom, "isversionof", described, ("URI", record.revision.of))

    def annotation(self, lom: etree._Element) -> None:
        """Add 8 Annotation: what learners think of the course."""
        if quality := self.record.quality:
            part = self.binding.add(lom, "annotation")
            described = words("lom.quality", score=f"{quality.score:g}", count=quality.count)
            self.binding.strings(part, "description", described)

    def classifications(self, lom: etree._Element) -> None:
        """Add 9 Classification."""
        record = self.record
        if record.field:
            self._taxa(lom, "discipline", "field", [record.field])
        if record.content_group:
            self._taxa(lom, "discipline", "content_group", [Concept(id=record.content_group)])
        if record.programme_type:
            label = words(f"lom.programme_type.{record.programme_type}")
            concept = Concept(id=record.programme_type, label=label)
            self._taxa(lom, "educational level", "programme_type", [concept])
        self._taxa(lom, "competency", "job_position", record.job_position)
        self._phrases(lom, "educational objective", record.outcomes or (self.course.title,))
        self._phrases(lom, "prerequisite", record.prerequisites)
        self._phrases(lom, "accessibility restrictions", record.accessibility, "en")

    def _own(self, text: str) -> dict[str, str]:
        return {self.record.language: text}

    def _relation(
        self,
        lom: etree._Element,
        kind: str,
        description: Mapping[str, str],
        identifier: tuple[str, str] | None,
    ) -> None:
        part = self.binding.add(lom, "relation")
        self.binding.term(part, "kind", kind)
        resource = self.binding.add(part, "resource")
        self.binding.strings(resource, "description", description)
        if identifier:
            self.binding.identifier(resource, *identifier)

    def _taxa(
        self, lom: etree._Element, purpose: str, scheme: str, concepts: Iterable[Concept]
    ) -> None:
        for concept in concepts:
            part = self.binding.add(lom, "classification")
            self.binding.term(part, "purpose", purpose)
            path = self.binding.add(part, "taxonPath")
            self.binding.strings(path, "source", {"en": f"{PROFILE} {scheme}"})
            taxon = self.binding.add(path, "taxon")
            self.binding.add(taxon, "id", concept.id)
            self.binding.strings(taxon, "entry", concept.label)

    def _phrases(
        self,
        lom: etree._Element,
        purpose: str,
        phrases: Iterable[str],
        language: str | None = None,
    ) -> None:
        """Add a classification in free words: all of them as description, each as keyword."""
        texts = [{language or self.record.language: phrase} for phrase in phrases]
        if texts:
            part = self.binding.add(lom, "classification")
            self.binding.term(part, "purpose", purpose)
            self.binding.strings(part, "description", _joined(texts))
            for text in texts:
                self.binding.strings(part, "keyword", text)


def _joined(texts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return `texts` as one text for each language."""
    joined: dict[str, list[str]] = {}
    for text in texts:
        for language, phrase in text.items():
            joined.setdefault(language, []).append(phrase)
    return {language: "; ".join(phrases) for language, phrases in joined.items()}
