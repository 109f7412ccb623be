"""Pictures: a DataFrame becomes an Altair chart for the app, or a matplotlib figure for a report."""
