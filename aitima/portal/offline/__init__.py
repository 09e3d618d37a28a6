"""The report that a device keeps and sends by itself."""
