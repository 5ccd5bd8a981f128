"""Agreed deliveries out of released figures: the annual overview "Het beeld van <year>".

For editors, analysts and whoever reads the overview. Never sees a true count: everything is asked of what
was released.
"""
