"""What is decided about modules.

module: what a published module consists of (Published, Part, Scenario, RenderedPage). standing: where somebody stands
(State, Enrolment, next_step). tally: from facts to progress. attending: who was in the room. enrolling: lists of
service numbers. play: scenarios.
"""
