"""Tests of ops/signal."""
