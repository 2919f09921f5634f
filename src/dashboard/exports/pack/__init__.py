"""The committee pack: one content, built once, that every document and the presentation show."""
