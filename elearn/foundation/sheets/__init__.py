"""Lists as people keep them in spreadsheets: CSV in any encoding, XLSX; read with care, written so that nothing calculates."""
