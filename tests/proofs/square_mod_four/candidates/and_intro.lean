apply And.intro
all_goals omega
