"""What a question is and how it scores, how papers are drawn, which answers count, what may be shown when."""
