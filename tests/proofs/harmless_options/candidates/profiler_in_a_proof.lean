set_option trace.profiler true in
set_option trace.profiler.threshold 1 in
set_option profiler true in
omega
