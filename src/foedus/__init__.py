"""Conditional security guarantees that can be run."""
