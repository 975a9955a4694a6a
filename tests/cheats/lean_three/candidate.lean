begin
  refl,
end
