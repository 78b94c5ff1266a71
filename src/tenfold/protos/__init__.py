"""FLOOR 0: protocol buffer messages whose classes are made from tables; see `message.py`.

`schemas/` has one table for each .proto file; `wire.py` is the codec, `text_writer.py`,
`text_parser.py` and `json_form.py` the two readable forms.
"""
