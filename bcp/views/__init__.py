"""What a document needs of a plan: small frozen dataclasses, ready to be laid out.

A view decides what stands in a document, in which order and in which words; a template only places
it. Texts are in the language of the document, or in the plan's own where that is not written.
"""
