"""The letters of an office: its book of letters that went out, what may be written, the preview, and its letterhead."""
