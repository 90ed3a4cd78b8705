"""The questionnaire as pages: by staff with the keyboard, or by the patient on a touch screen."""
