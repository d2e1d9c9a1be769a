"""The teaching library of the book: small, readable numpy for linear models and multilayer perceptrons."""

__version__ = "0.1.0"
