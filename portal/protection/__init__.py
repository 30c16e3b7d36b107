"""Data protection: the record and who may look into it, processing and breaches on file, and what people are told."""
