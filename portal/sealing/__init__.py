"""Sealing what people told us: text and files that only the key file opens (decision 0012; ASVS 11.2.1, 11.3.1).

`keys` reads the key file, `envelope` seals one value, `streams` one file, `fields` does it for columns of models. Nothing
here knows what is sealed; rooms use the fields and the private storage.
"""
