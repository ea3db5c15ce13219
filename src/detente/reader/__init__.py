"""The learned part: from annotated sentences to judgements."""
