"""The register of requests and all work on it (S1.03)."""
