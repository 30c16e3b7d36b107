"""What papers add to Wagtail's back-office: a word about letters that cannot be printed."""

from __future__ import annotations

from wagtail import hooks

from portal.letters.telling import tell_of_letters_without_glyph

hooks.register("after_create_page", tell_of_letters_without_glyph)
hooks.register("after_edit_page", tell_of_letters_without_glyph)
