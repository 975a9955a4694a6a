-- theorem foo is done
skip
