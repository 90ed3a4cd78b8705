"""What `forms.programme` promises."""
