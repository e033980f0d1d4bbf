"""What the verifiers of several standards share; nothing here is used to write a package."""
