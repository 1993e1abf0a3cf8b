"""How the page reaches the browser: compressed once, kept by the browser, its parts asked for in one go."""
