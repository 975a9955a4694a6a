{ omega }
