"""Graphs as GraphDef messages: written, read, cut, frozen, and raised from older forms."""
