"""The real veraPDF, asked about every kind of document we print."""
