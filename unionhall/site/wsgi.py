"""The WSGI application that granian serves.

Nothing else.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
application = get_wsgi_application()
