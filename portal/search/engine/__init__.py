"""The embedded index: Whoosh files, written in bulk and scored with numpy. Knows nothing of Django.

`analysis` cuts text into words, `schema` names the fields, `writer` turns documents into a Whoosh segment, `segment`
reads one segment as arrays, `store` keeps the folder (one writer, atomic rebuild), `snapshot` is what one query sees,
`lexicon` finds and corrects words, `protocol` holds what is asked and answered, `ranking` and `rerank` rank.
"""
