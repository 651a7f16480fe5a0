"""The fixed annual workbook: a layout declared as data, the numbers of one year, and the writer that joins them."""
