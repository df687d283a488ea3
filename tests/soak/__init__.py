"""The reliability run of quizzes: what must not be lost, doubled or closed, whatever happens to the computer,
and what must not be sent.

Part of every test run with a tenth of the numbers; in full, with a report in docs/reliability.md, by `make soak`. Each check
has a control: the same check on a variant that is wrong, which it must find wrong.
"""
