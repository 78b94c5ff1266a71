"""One table for each .proto file; `tools/record_schemas.py` writes them."""
