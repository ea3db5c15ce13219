"""Joins of the field's datasets to frames of states and dyads: one module a dataset, `add_NAME(frame, table)`.

Every join keeps each row of the frame once and adds columns; what a dataset does not cover stays missing. Zero is
written only where nothing recorded means nothing happened: within the years that the dataset covers.
"""
