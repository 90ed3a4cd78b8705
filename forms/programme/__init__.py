"""The home programme: exercises, what speaks against one, the phases, and the builder of a pack.

The builder proposes; a physiotherapist changes and signs.
"""
