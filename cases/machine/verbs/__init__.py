"""What each verb does, one file per family. Every function takes the act in the making and what was asked."""
