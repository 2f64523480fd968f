"""allauth's hooks: nobody signs up alone, log-ins are opened by an administrator.

Nothing else is changed.
"""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
