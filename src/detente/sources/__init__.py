"""Importers: public datasets and the events of other coders, into the tables of the store."""
