"""The visitor's language: English is what the code says, Chinese is put in its place where the page is filled."""
