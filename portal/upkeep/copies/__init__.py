"""Backups: made while people work, put back on an empty machine, and proved there (reliability.md R13).

A backup is a folder: the database, the files, and a manifest that is written last. It gets its name only when everything in
it is on the disk, so one that was interrupted can never be taken for a whole one.
"""
