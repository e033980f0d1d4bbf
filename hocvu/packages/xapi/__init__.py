"""xAPI: activities of a `tincan.xml`, launched with a record store."""
