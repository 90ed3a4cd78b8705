"""One widget for each kind of question, all with one contract: see `field.Field`; `make.make_field` picks."""
