"""The relations of a build: one SQL file each."""
