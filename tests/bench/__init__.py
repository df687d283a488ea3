"""`make bench`: how much work a page is, as ratios to a floor, in one run on one machine.

The floor is a route of the same application with the same sign-in, one indexed query and a template of 20 lines: what a page
of this site cannot cost less than. Of what writes it is a route with one INSERT of its own and an answer in JSON. CPU is
measured in process, calling the application without a server; requests per second through the real server on the loopback.
Ratios are medians over rounds in which floor and page take turns, so that a busy machine hurts both.
"""
