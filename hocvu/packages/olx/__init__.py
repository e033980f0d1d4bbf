"""Open Learning XML, the form in which Open edX exports and imports courses."""
