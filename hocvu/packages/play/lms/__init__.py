"""A learning management system in small: launches lessons and records what they tell.

Written from the specifications alone, so that it judges what any tool makes: cmi5 (Quartz,
1st Edition; requirements by the identifiers of its working group's list) and xAPI 1.0.3.
"""
