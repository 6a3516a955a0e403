"""Kinds of rollout files, one a module, each with one READER; they are found by looking here."""
