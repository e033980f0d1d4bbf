"""The single path from inputs to verified packages: plan, read, assemble, write, verify."""
