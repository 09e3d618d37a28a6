"""A request as its citizen or the public sees it: access, history, receipt."""
