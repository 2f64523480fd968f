"""How the English catalogue is made: what Babel cannot read by itself. Development only, not part of the product.

`make messages` runs it; the words themselves stand in unionhall/site/locale.
"""
