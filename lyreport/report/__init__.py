"""Executed notebooks and words to a Quarto project, and that to HTML, PDF and DOCX."""
