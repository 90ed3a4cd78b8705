"""The content that checks itself: what strict loading lets through and a clinic should still mend."""
