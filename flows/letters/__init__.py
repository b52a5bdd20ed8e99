"""What clients and staff read: letters made of templates, which a team may replace by its own."""
