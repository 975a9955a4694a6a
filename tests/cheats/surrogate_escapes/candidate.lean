exact "\ud800\udfff" '\ud800'
