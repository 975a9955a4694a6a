exact (fun (builtin_p : p) (builtin_q : q) => And.intro builtin_q builtin_p) hp hq
