"""The screens of the directory under /cms/."""
