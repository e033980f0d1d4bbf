"""Descriptors as other tools and the standards' own makers write them, in our words.

Each has the constructs of packages that were found in public: Articulate Storyline (Tin Can and
SCORM 1.2), Adapt (Tin Can), the cmi5 working group's examples, ADL's test suite for SCORM 2004.
"""

from __future__ import annotations

from typing import Final

SCO: Final = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<script src="api.js"></script></head><body><p>x</p></body></html>"""
API: Final = b"""
var api = window.parent.API || window.parent.API_1484_11;
api.LMSSetValue('cmi.core.lesson_status', 'completed');
api.SetValue('cmi.completion_status', 'completed');
"""

STORYLINE_XAPI: Final = """<?xml version="1.0" encoding="utf-8"?>
<tincan xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="http://projecttincan.com/tincan.xsd">
    <activities>
        <activity id="http://6AbcDEf_course_id" type="http://adlnet.gov/expapi/activities/course">
            <name lang="und">Course_1</name>
            <description lang="und" />
            <launch lang="und">index.html</launch>
        </activity>
        <activity id="http://6AbcDEf_course_id/6q" type="http://adlnet.gov/expapi/activities/module">
            <name lang="und"> </name>
            <description lang="und"> </description>
        </activity>
        <activity id="http://6AbcDEf_course_id/6q/7"
                  type="http://adlnet.gov/expapi/activities/cmi.interaction">
            <name lang="und">Which one?</name>
            <description lang="und">Which one?</description>
            <interactionType>choice</interactionType>
            <correctResponsePatterns>
                <correctResponsePattern>choice_b</correctResponsePattern>
            </correctResponsePatterns>
            <choices>
                <component><id>choice_a</id><description lang="und">A</description></component>
                <component><id>choice_b</id><description lang="und">B</description></component>
            </choices>
        </activity>
    </activities>
</tincan>"""

ADAPT_XAPI: Final = """<?xml version="1.0" encoding="utf-8" ?>
<tincan xmlns="http://projecttincan.com/tincan.xsd">
    <activities>
        <activity id="https://courses.example.org/xapi/activities/demo-1"
                  type="http://adlnet.gov/expapi/activities/course">
            <name><![CDATA[Why & how?]]></name>
            <description lang="en-US"><![CDATA[]]></description>
            <launch lang="en-US">index.html</launch>
        </activity>
    </activities>
</tincan>"""

CMI5: Final = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
                 xmlns:kw="http://extensions.example.org/keywords.xsd">
  <course id="http://courses.example.edu/identifiers/courses/1">
    <title><langstring lang="en-US">Rocks</langstring><langstring>Steine</langstring></title>
    <description>
      <langstring lang="en-US">
        About rocks.
      </langstring>
    </description>
  </course>
  <objectives>
    <objective id="http://objectives.example.com/basics">
      <title><langstring lang="de-DE">Grundlagen</langstring></title>
      <description><langstring lang="de-DE">Wissen.</langstring></description>
    </objective>
    <objective id="http://courses.example.edu/objectives/">
      <title><langstring></langstring></title>
      <description><langstring></langstring></description>
    </objective>
  </objectives>
  <block id="http://courses.example.edu/identifiers/courses/1/blocks/1">
    <title><langstring lang="en-US">Materials</langstring></title>
    <description><langstring lang="en-US">Of Earth.</langstring></description>
    <objectives><objective idref="http://objectives.example.com/basics"/></objectives>
    <au id="http://courses.example.edu/identifiers/courses/1/aus/1" moveOn="CompletedOrPassed"
        activityType="http://adlnet.gov/expapi/activities/lesson" launchMethod="AnyWindow"
        masteryScore="1.0">
      <title><langstring lang="en-US">Rock</langstring></title>
      <description><langstring lang="en-US">Three kinds.</langstring></description>
      <url>
        index.html?pages=1
      </url>
      <launchParameters>{'speed':3.0,'mode':1}</launchParameters>
      <entitlementKey>833d0c7c</entitlementKey>
    </au>
    <block id="http://courses.example.edu/identifiers/courses/1/blocks/1-1">
      <title><langstring lang="en-US">Time</langstring></title>
      <description><langstring lang="en-US">Scale.</langstring></description>
      <au id="http://courses.example.edu/identifiers/courses/1/aus/2/">
        <title><langstring lang="en-US">Eon</langstring></title>
        <description><langstring lang="en-US">The last.</langstring></description>
        <url>index.html?pages=2</url>
        <launchParameters>
        </launchParameters>
        <entitlementKey></entitlementKey>
        <kw:keyword idref="http://words.example/earth"></kw:keyword>
      </au>
    </block>
  </block>
  <kw:keywords>
    <kw:keyword id="http://words.example/earth">
      <kw:title><langstring lang="en-US">Earth</langstring></kw:title>
    </kw:keyword>
  </kw:keywords>
</courseStructure>"""


def _entry(name: str, value: str) -> str:
    return (
        f'<{name}><source><langstring xml:lang="x-none">LOMv1.0</langstring></source>'
        f'<value><langstring xml:lang="x-none">{value}</langstring></value></{name}>'
    )


STORYLINE_12: Final = f"""<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="_6lKIq_course_id" version="1.0"
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
    <lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">
      <general>
        <title><langstring xml:lang="x-none">Data</langstring></title>
        <description><langstring xml:lang="x-none">About data</langstring></description>
      </general>
      <lifecycle>
        <version><langstring xml:lang="x-none">1</langstring></version>
        {_entry("status", "Final")}
      </lifecycle>
      <metametadata><metadatascheme>ADL SCORM 1.2</metadatascheme></metametadata>
      <educational>
        <typicallearningtime><datetime>PT0H0M0S</datetime></typicallearningtime>
      </educational>
      <rights>{_entry("cost", "yes")}{_entry("copyrightandotherrestrictions", "yes")}</rights>
    </lom>
  </metadata>
  <organizations default="Data_ORG">
    <organization identifier="Data_ORG">
      <title>Data</title>
      <item identifier="Data_SCO" isvisible="true" identifierref="_6lKIq_course_id_RES">
        <title>Data</title>
        <adlcp:masteryscore>80</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="_6lKIq_course_id_RES" type="webcontent" href="index.html"
        adlcp:scormtype="sco">
      <file href="index.html" />
      <file href="api.js" />
    </resource>
  </resources>
</manifest>"""

_HIDDEN: Final = """<adlnav:presentation><adlnav:navigationInterface>
  <adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
  <adlnav:hideLMSUI>previous</adlnav:hideLMSUI>
  <adlnav:hideLMSUI>suspendAll</adlnav:hideLMSUI>
</adlnav:navigationInterface></adlnav:presentation>"""
_SKIP: Final = """<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>
  <imsss:ruleCondition referencedObjective="obj1" condition="satisfied"/>
</imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>
</imsss:sequencingRules>
<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false"/>"""


def _item(number: int, sequencing: str) -> str:
    return f"""<item identifier="activity_{number}" identifierref="SEQ01"
      parameters="?tc=OB&amp;act={number}"><title>Activity {number}</title>{_HIDDEN}{sequencing}
    </item>"""


ADL_2004: Final = f"""<?xml version="1.0" standalone="no"?>
<manifest identifier="LMSTestPackage" version="1.1.1"
    xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
    xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
    xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
    xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="OB">
    <organization identifier="OB">
      <title>Test package </title>
      {
    _item(
        1,
        f'''<imsss:sequencing>{_SKIP}<imsss:objectives>
        <imsss:primaryObjective objectiveID="obj1"><imsss:mapInfo targetObjectiveID="gObj-1"/>
        </imsss:primaryObjective></imsss:objectives></imsss:sequencing>''',
    )
}
      {
    _item(
        2,
        '''<imsss:sequencing><imsss:objectives><imsss:primaryObjective/>
        <imsss:objective objectiveID="obj1">
          <imsss:mapInfo targetObjectiveID="gObj-1" writeSatisfiedStatus="true"/>
        </imsss:objective></imsss:objectives></imsss:sequencing>''',
    )
}
      <item identifier="activity_3"><title>Activity 3</title>
        {_item(4, "")}
        <imsss:sequencing IDRef="pretest"><imsss:objectives>
          <imsss:primaryObjective objectiveID="PRIMARYOBJ" satisfiedByMeasure="true">
            <imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
            <imsss:mapInfo targetObjectiveID="gObj-2" readNormalizedMeasure="false"
              writeSatisfiedStatus="true" writeNormalizedMeasure="true"/>
          </imsss:primaryObjective></imsss:objectives></imsss:sequencing>
      </item>
      <imsss:sequencing><imsss:controlMode choice="false" flow="true"/>
        <imsss:sequencingRules>
          <imsss:exitConditionRule><imsss:ruleConditions>
            <imsss:ruleCondition condition="completed"/></imsss:ruleConditions>
            <imsss:ruleAction action="exit"/></imsss:exitConditionRule>
          <imsss:postConditionRule><imsss:ruleConditions>
            <imsss:ruleCondition operator="not" condition="satisfied"/></imsss:ruleConditions>
            <imsss:ruleAction action="retry"/></imsss:postConditionRule>
        </imsss:sequencingRules></imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="SEQ01" type="webcontent" adlcp:scormType="sco" href="Test.htm"
        xml:base="resources/">
      <file href="Test.htm"/>
      <dependency identifierref="FNCTS01"/>
      <dependency identifierref="ABOUT01"/>
    </resource>
    <resource identifier="FNCTS01" type="webcontent" adlcp:scormType="asset">
      <file href="common/rte.js"/>
      <dependency identifierref="ABOUT01"/>
    </resource>
    <resource identifier="ABOUT01" type="webcontent" adlcp:scormType="asset" xml:base="common/">
      <file href="About.js"/>
    </resource>
  </resources>
  <imsss:sequencingCollection>
    <imsss:sequencing ID="pretest"><imsss:controlMode choice="false" flow="true"/>
    </imsss:sequencing>
  </imsss:sequencingCollection>
</manifest>"""

PAGE: Final = {"index.html": SCO, "api.js": API}
PACKAGES: Final[dict[str, dict[str, bytes]]] = {
    "Storyline, Tin Can": {"tincan.xml": STORYLINE_XAPI.encode(), **PAGE},
    "Adapt, Tin Can": {"tincan.xml": ADAPT_XAPI.encode(), **PAGE},
    "working group, cmi5": {"cmi5.xml": CMI5.encode(), **PAGE},
    "Storyline, SCORM 1.2": {"imsmanifest.xml": STORYLINE_12.encode(), **PAGE},
    "ADL, SCORM 2004": {
        "imsmanifest.xml": ADL_2004.encode(),
        "resources/Test.htm": SCO.replace(b"api.js", b"../common/rte.js"),
        "common/rte.js": API,
        "common/About.js": b"var about = 1;",
    },
}
"""Files of each package, by who makes such ones."""
