"""Tests of ops/audio."""
