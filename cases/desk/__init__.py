"""The staff side: work list, case page and actions."""
