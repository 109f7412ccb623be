"""What leaves the product: candidates as CSV, Excel, Markdown, JSON and text, and the report of a week."""
