"""Which year to make, and the texts of an edition."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.insight.delivery.models import Edition
from schakel.insight.delivery.overview.chapters import chapters
from schakel.insight.delivery.overview.numbers import Numbers
from schakel.insight.delivery.overview.placeholders import values, wrong
from schakel.insight.delivery.overview.words import first_text, title


class YearForm(forms.Form):
    """The year of a new edition, of those that were released."""

    def __init__(self, *args: Any, years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(year, year) for year in reversed(years)]
        self.fields["year"] = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=choices)


class TextsForm(forms.Form):
    """The texts of an edition in one language, by chapter. Numbers stand in them as placeholders only."""

    def __init__(self, *args: Any, edition: Edition, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = values(Numbers.of(edition.year, language, edition.figures_version))
        own = edition.own_texts(language)
        for chapter in chapters():
            self.fields[chapter.code] = forms.CharField(
                label=title(chapter.code, language),
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
                initial=own.get(chapter.code) or first_text(chapter.code, language),
                required=False,
                max_length=5_000,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for code, text in list(cleaned.items()):
            if found := wrong(text, self.known):
                self.add_error(
                    code,
                    _("Write numbers as placeholders, so that they stay right: %(found)s.")
                    % {"found": ", ".join(found)},
                )
        return cleaned


class CorrectionForm(forms.Form):
    """What was wrong in a published overview, for everybody to read."""

    note_nl = forms.CharField(label=gettext_lazy("What was wrong, in Dutch"), max_length=500)
    note_en = forms.CharField(label=gettext_lazy("What was wrong, in English"), max_length=500)
