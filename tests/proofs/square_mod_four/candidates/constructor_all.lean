constructor <;> omega
