#!/usr/bin/env python3
"""delay.py INDEX DELAY_MS [JITTER_MS] [LOSS_PERCENT]: puts host hINDEX behind a line that delivers every frame DELAY_MS later, each way.

Runs in the client's namespaces until its standard input ends, then connects the host directly again. (The network emulator of tc is a
kernel module that many machines lack; this is two taps and a queue.) Says "ready" when frames flow.
"""
import fcntl, heapq, os, random, select, struct, subprocess, sys, time

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000


def ip(*words):
    subprocess.run(['ip', *words], check=True)


def tap(name, bridge):
    fd = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack('16sH', name.encode(), IFF_TAP | IFF_NO_PI))
    ip('link', 'set', name, 'master', bridge, 'up', 'txqueuelen', '10000')
    return fd


def carry(near, far, delay, jitter, loss):
    """Moves frames between the two taps until standard input ends. All times in seconds."""
    waiting, count, last = [], 0, {near: 0.0, far: 0.0}
    poll = select.epoll()
    for fd in (near, far, 0):
        poll.register(fd, select.EPOLLIN)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, out, frame = heapq.heappop(waiting)
            try:
                os.write(out, frame)
            except OSError:
                pass  # a full or closed link drops frames, as a wire does
        for fd, _ in poll.poll(max(0, waiting[0][0] - now) if waiting else -1):
            if fd == 0:
                if not os.read(0, 4096):
                    return
                continue
            out = far if fd == near else near
            for _ in range(64):
                try:
                    frame = os.read(fd, 65536)
                except BlockingIOError:
                    break
                if loss and random.random() < loss:
                    continue
                due = time.monotonic() + delay + (random.uniform(-jitter, jitter) if jitter else 0)
                last[out] = due = max(due, last[out])  # never out of order
                count += 1
                heapq.heappush(waiting, (due, count, out, frame))


def main():
    index = sys.argv[1]
    delay, jitter, loss = ([float(word) for word in sys.argv[2:]] + [0, 0])[:3]
    bridge, port = f'far{index}', f'v{index}'
    ip('link', 'add', bridge, 'type', 'bridge')
    ip('link', 'set', bridge, 'up')
    near, far = tap(f'near-tap{index}', 'lan'), tap(f'far-tap{index}', bridge)
    ip('link', 'set', port, 'master', bridge)
    print('ready', flush=True)
    try:
        carry(near, far, delay / 1000, jitter / 1000, loss / 100)
    finally:
        ip('link', 'set', port, 'master', 'lan')
        ip('link', 'del', bridge)


main()
