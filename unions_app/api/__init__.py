"""What the API rests on: who asks, how often, page by page, and what went wrong.

It holds no imports: Django REST framework loads the modules one by one by their names
in the settings, while its own views are still being made.
"""
