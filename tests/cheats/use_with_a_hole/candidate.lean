use _
