"""The committee's pages at the desk, for its secretary and the heads of the local administration."""
