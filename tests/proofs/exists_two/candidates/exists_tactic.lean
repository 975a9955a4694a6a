exists 2
