#!/usr/bin/python3
"""refuse-namespaces.py PROGRAM ARGUMENT..: runs a program for which the kernel makes, enters and mounts nothing new.

What the usual seccomp profiles of containers refuse (moby, profiles/seccomp/default.json) is refused here by the same means, for the
program and all that it starts: unshare, setns, mount and clone with a CLONE_NEW flag fail with EPERM, and clone3, whose flags no filter
can see, with ENOSYS, so that the C library falls back to clone.
"""
import ctypes
import errno
import os
import platform
import struct
import sys

# linux/seccomp.h, linux/filter.h, linux/audit.h
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
# CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
NEW = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
MACHINES = {
    "x86_64": (0xC000003E, {"unshare": 272, "setns": 308, "mount": 165, "clone": 56, "clone3": 435}),
    "aarch64": (0xC00000B7, {"unshare": 97, "setns": 268, "mount": 40, "clone": 220, "clone3": 435}),
}


def step(code, value, then=0, otherwise=0):
    return struct.pack("=HBBI", code, then, otherwise, value)


def program(architecture, calls):
    """Instructions of the classic BPF; `then` and `otherwise` are how many to leave out."""
    refuse = step(RETURN, ERRNO | errno.EPERM)
    yield step(LOAD, ARCHITECTURE)
    yield step(EQUAL, architecture, 1)
    yield step(RETURN, KILL)
    yield step(LOAD, NUMBER)
    for name in ("unshare", "setns", "mount"):
        yield step(EQUAL, calls[name], 0, 1)
        yield refuse
    yield step(EQUAL, calls["clone3"], 0, 1)
    yield step(RETURN, ERRNO | errno.ENOSYS)
    yield step(EQUAL, calls["clone"], 0, 3)
    yield step(LOAD, FIRST_ARGUMENT)
    yield step(ANY_BIT, NEW, 0, 1)
    yield refuse
    yield step(RETURN, ALLOW)


def refuse_namespaces():
    if platform.machine() not in MACHINES:
        sys.exit(f"refuse-namespaces.py does not know the system calls of {platform.machine()}")
    steps = b"".join(program(*MACHINES[platform.machine()]))
    buffer = ctypes.create_string_buffer(steps, len(steps))
    filter_of_steps = struct.pack("@HP", len(steps) // 8, ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong]
    # Root needs no such promise, and without it a setuid program works there as it does in a container.
    privileged = os.geteuid() == 0
    if not privileged and prctl(PR_SET_NO_NEW_PRIVS, 1, None, 0, 0) != 0:
        sys.exit(f"no_new_privs: {os.strerror(ctypes.get_errno())}")
    if prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter_of_steps, 0, 0) != 0:
        sys.exit(f"seccomp: {os.strerror(ctypes.get_errno())}")


refuse_namespaces()
os.execvp(sys.argv[1], sys.argv[1:])
