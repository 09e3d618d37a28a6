"""What is asked on each page of a report, and after it."""

from aitima.portal.forms.after import AnswerForm, FindForm, NotFixedForm
from aitima.portal.forms.details import DetailsForm
from aitima.portal.forms.what import WhatForm
from aitima.portal.forms.where import WhereForm

__all__ = ["AnswerForm", "DetailsForm", "FindForm", "NotFixedForm", "WhatForm", "WhereForm"]
