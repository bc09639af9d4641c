"""Work: boards, what was seen posted, and what each unit has to do by when. Nothing about documents."""
