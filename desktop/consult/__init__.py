"""The physio's part of a visit: story, examination, impression, programme, sign and print."""
