"""Hosted models: one file per vendor, all of them pure mappings; `_transport` does all input and output."""
