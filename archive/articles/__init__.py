"""An article -> what it says of itself, its paragraphs, and the posts that it references. Pure."""
