"""Thai text as pure functions: digits, dates, text, words, references, collation, identity numbers, phones, files.

Imports nothing of the project and no Django, so that it can be tested and reused alone. Import the module you need;
importing this package loads nothing.
"""
