#!/usr/bin/env python3
"""What must not outlive its owner. Standard input is the lifeline: it ends when the owner ends it or dies, however it dies.

lifeline.py run [--user UID] PROGRAM WORD..: runs a program and ends it, and all that it started (daemons too), with the lifeline.
    What the program leaves running when it ends by itself is ended as well. Signals and the exit code are passed on.
lifeline.py folders: reads a path per line; at the end removes these folders.
"""
import ctypes, os, select, shutil, signal, subprocess, sys, time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
prctl = ctypes.CDLL(None, use_errno=True).prctl
REMOVE_S = 60


# Who has a lifeline of its own and removes folders and cgroups when that ends: to be let do so, with whatever it starts for that.
CLEANERS = (b'/lifeline.py\0folders\0', b'/scripts/run.sh\0', b'/scripts/session.sh\0')


def cleans_up(pid):
    try:
        with open(f'/proc/{pid}/cmdline', 'rb') as file:
            words = file.read()
    except OSError:
        return False  # it has ended meanwhile
    return any(cleaner in words for cleaner in CLEANERS)


def descendants(of, but=lambda pid: False):
    """All of them, without those that `but` names and their own."""
    children = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as file:
                    parent = int(file.read().rpartition(')')[2].split()[1])
            except OSError:
                continue  # it has ended meanwhile
            children.setdefault(parent, []).append(int(name))
    found = [pid for pid in children.get(of, []) if not but(pid)]
    for pid in found:  # grows while it is read
        found += [child for child in children.get(pid, []) if not but(child)]
    return found


def end_all():
    """Daemons become children of this process (it is their subreaper), so none is missed; new ones are looked for until none is left."""
    patience = time.monotonic() + 2 * REMOVE_S
    while True:
        for pid in descendants(os.getpid(), cleans_up) if time.monotonic() < patience else descendants(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.01)


def end_as(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1)


def reap(program):
    """Collects who has ended; the program's status if it is among them."""
    status = None
    try:
        while True:
            pid, how = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return status
            if pid == program:
                status = how
    except ChildProcessError:
        return status


def run(words):
    identity = {}
    if words[0] == '--user':
        identity = {'user': int(words[1]), 'group': int(words[1]), 'extra_groups': []}
        words = words[2:]
    if os.getpid() != os.getsid(0):
        os.setsid()  # Ctrl+C in the terminal is the owner's: it would reach the program twice
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    wake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    passed = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
    for number in passed:
        signal.signal(number, lambda *_: None)
    try:
        # Should this process itself be killed, its program goes with it: set after the change of user, which clears it.
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), **identity)
    except OSError as error:
        print(error, file=sys.stderr)
        os._exit(127)
    program = process.pid  # the object stays: when it goes, Python would collect a program that has ended already
    while True:
        ready, _, _ = select.select([0, wake], [], [])
        if wake in ready:
            for number in os.read(wake, 4096):
                if number in passed:
                    os.kill(program, number)
            status = reap(program)
            if status is not None:
                end_all()
                end_as(status)
        if 0 in ready and not os.read(0, 4096):
            end_all()
            os._exit(0)


def folders():
    paths = sys.stdin.read().splitlines()
    end = time.monotonic() + REMOVE_S
    while any(map(os.path.lexists, paths)) and time.monotonic() < end:
        for path in paths:
            shutil.rmtree(path, ignore_errors=True)
        time.sleep(0.05)  # who writes in there is being ended at the same time


if sys.argv[1] == 'run':
    run(sys.argv[2:])
else:
    if os.getpid() != os.getsid(0):
        os.setsid()
    folders()
