"""The strip of new requests."""
