"""Layers of a PDF that are switched off when it opens: marks on them stay unseen (ISO 32000-2, 8.11)."""

from __future__ import annotations

import pikepdf

from portal.files.refusals import refusal


def drop_hidden_layers(pdf: pikepdf.Pdf) -> None:
    """Take away the marks that belong to a layer which is off.

    Readers differ in whether they look at the layer of a mark; the standard says that it is not drawn.

    Raises:
        RefusedFile: whether a mark is seen is said by an expression (8.11.2.2, `VE`), which readers treat differently.
    """
    off = _switched_off(pdf)
    for page in pdf.pages:
        marks = page.obj.get("/Annots")
        if marks is None:
            continue
        seen = [mark for mark in marks if not _is_off(mark.get("/OC"), off)]
        if len(seen) < len(marks):
            page.obj.Annots = pikepdf.Array(seen)


def _switched_off(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Return the numbers of the layers that are off at the beginning."""
    layers = pdf.Root.get("/OCProperties", pikepdf.Dictionary())
    default = layers.get("/D", pikepdf.Dictionary())
    off = {layer.objgen for layer in default.get("/OFF", [])}
    if default.get("/BaseState") == pikepdf.Name.OFF:
        every = {layer.objgen for layer in layers.get("/OCGs", [])}
        off |= every - {layer.objgen for layer in default.get("/ON", [])}
    return off


def _is_off(layer: pikepdf.Object | None, off: set[tuple[int, int]]) -> bool:
    """Say whether what belongs to a layer, or to several by a rule, is unseen."""
    if not isinstance(layer, pikepdf.Dictionary):
        return False
    if layer.get("/Type") != pikepdf.Name.OCMD:
        return layer.objgen in off
    if "/VE" in layer:
        raise refusal("pdf_form")
    members = layer.get("/OCGs", [])
    states = [
        member.objgen not in off for member in (members if isinstance(members, pikepdf.Array) else [members])
    ]
    if not states:
        return False
    rule = str(layer.get("/P", "/AnyOn"))
    is_seen = {"/AllOn": all(states), "/AnyOff": not all(states), "/AllOff": not any(states)}
    return not is_seen.get(rule, any(states))
