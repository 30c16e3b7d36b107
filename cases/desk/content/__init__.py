"""What a case says, in words for whoever reads it: its facts, its history, what somebody is asked to decide. No pages."""
