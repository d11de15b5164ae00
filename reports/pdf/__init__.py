"""Documents in PDF: one template (`*.typ`) a document, filled with plain data, never with markup."""
