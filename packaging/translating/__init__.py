"""Brings the files in ``resources/translations`` up to date with the words in the source."""
