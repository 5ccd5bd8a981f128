"""Receipts as PDF: what came in, when and on which ground; for the sender's own file, without names."""
