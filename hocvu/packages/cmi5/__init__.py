"""cmi5: course structures and assignable units."""
