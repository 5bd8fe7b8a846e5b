"""Seeded generator of the demonstration submissions: ``python -m data.demonstration``.

Nothing here is a real figure.  The frame (7 towns, 66 villages, 4 communities) is real; compounds, projects, houses,
documents, people counted, tonnes and yuan are invented.  ``data/README.md`` lists which judgement each invention is
there to exercise.

The modules follow the way the data grows: ``frame`` (places and their sizes) → registers and ledgers, one module per
theme, each with one function per form → ``submissions`` (who sends what, when, in which state) → ``workbook``.
"""
