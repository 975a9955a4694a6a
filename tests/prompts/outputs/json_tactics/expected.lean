by omega
