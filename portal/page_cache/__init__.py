"""Public pages at the price of a dictionary look-up: answers kept ready around the whole application.

`rooms` names what a page may depend on, `changes` notices that it changed, `versions` tells every process, `answers` is
a page made ready for the wire, `stores` is where it lies, `application` puts them together
(docs/decisions/0008-page-cache.md).
"""
