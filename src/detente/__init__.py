"""Détente reads the relations between states out of text."""
