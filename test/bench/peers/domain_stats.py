#!/usr/bin/env python3
"""python3-libvirt's time for one getAllDomainStats.   usage: domain_stats.py URI RUNS    prints {"ms": [each run], "cpuMs": [each run], "vms": N}"""
import json
import sys
import time

import libvirt

connection = libvirt.open(sys.argv[1])
times = []
cpu_times = []
vms = 0
for _ in range(int(sys.argv[2])):
    started = time.perf_counter()
    cpu_started = time.process_time()
    vms = len(connection.getAllDomainStats(0, 0))
    times.append((time.perf_counter() - started) * 1000)
    cpu_times.append((time.process_time() - cpu_started) * 1000)
print(json.dumps({"ms": times, "cpuMs": cpu_times, "vms": vms}))
connection.close()
