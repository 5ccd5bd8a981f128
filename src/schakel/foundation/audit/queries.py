"""Questions that other apps may ask of the log."""

from django.db.models import QuerySet

from schakel.foundation.audit.models import Entry


def about(object_type: str, object_id: str) -> QuerySet[Entry]:
    """Lines about one object, newest first."""
    return Entry.objects.filter(object_type=object_type, object_id=object_id)


def about_subject(person_number: str) -> QuerySet[Entry]:
    """Lines about one person, whatever the object, newest first."""
    if not person_number:
        return Entry.objects.none()
    return Entry.objects.filter(subject=person_number)


def last_verification() -> Entry | None:
    """The line that the last walk of the chain left behind; its object is the last or the broken line."""
    return Entry.objects.filter(object_type="audit_chain").first()
