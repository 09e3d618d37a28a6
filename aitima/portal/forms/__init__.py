"""What is asked on each page of a report, and after it."""

from aitima.portal.forms.after import FindForm
from aitima.portal.forms.details import DetailsForm
from aitima.portal.forms.judging import NotFixedForm, RatingForm
from aitima.portal.forms.talking import AddForm, AnswerForm, ThanksForm, WithdrawForm
from aitima.portal.forms.what import WhatForm
from aitima.portal.forms.where import WhereForm

__all__ = [
    "AddForm",
    "AnswerForm",
    "DetailsForm",
    "FindForm",
    "NotFixedForm",
    "RatingForm",
    "ThanksForm",
    "WhatForm",
    "WhereForm",
    "WithdrawForm",
]
