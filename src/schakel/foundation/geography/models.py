"""Regions and countries."""

from django.db import models


class PoliceUnit(models.Model):
    """A regional unit of the police, or the national one."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=60)
