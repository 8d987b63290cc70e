"""Rows and domain objects: the only place with SQL."""
