exact «goal[2J31m‮goal»
