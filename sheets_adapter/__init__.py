"""All that knows about spreadsheets: where they are, how they are read, how they are written."""
