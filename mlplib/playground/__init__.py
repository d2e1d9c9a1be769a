"""The playground: a small network that trains on the page, with the numbers of the library.

The script is `static/engine.js`; `draws` makes the random numbers that it carries, and `page` puts them together.
"""
