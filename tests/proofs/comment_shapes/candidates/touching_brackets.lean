exact (/- here -/rfl/- there -/)-- end
