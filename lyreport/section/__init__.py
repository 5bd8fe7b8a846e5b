"""The words a notebook may say: load, record, table, figure."""
