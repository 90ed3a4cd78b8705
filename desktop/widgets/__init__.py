"""Small controls that know nothing of a clinic; they paint themselves with the theme's roles."""
