"""Op families of tf itself: shapes, indexing, joining."""
