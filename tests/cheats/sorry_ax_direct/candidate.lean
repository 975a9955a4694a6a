exact sorryAx _ false
