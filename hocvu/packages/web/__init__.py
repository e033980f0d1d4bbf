"""A plain web site: pages that open from a folder, with no learning system."""
