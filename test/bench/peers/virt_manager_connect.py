#!/usr/bin/env python3
"""virt-manager's pattern of calls from opening a connection until its list is complete, with python3-libvirt.

usage: virt_manager_connect.py URI [MAX_VMS]    prints one JSON line: {"ms": ..., "calls": ..., "vms": ..., "asked": ...}

The pattern (virt-manager main of March 2026, connection.py _populate_initial_state): after the opening calls, four loader
threads side by side: domains (hasManagedSaveImage, info, XMLDesc each), networks, storage pools (isActive, XML, refresh,
list volumes, XML of each volume) and node devices (isActive, XML each). The connection counts as active when all four are
done. With MAX_VMS only so many domains are asked for; the caller scales the domain thread's time and says so.
"""
import json
import sys
import threading
import time

import libvirt

libvirt.registerErrorHandler(lambda *_: None, None)
calls = 0
lock = threading.Lock()


def ask(function, *args):
    """One call, counted; an unsupported one costs its round trip all the same."""
    global calls
    with lock:
        calls += 1
    try:
        return function(*args)
    except libvirt.libvirtError:
        return None


def domains(connection, limit, result):
    started = time.monotonic()
    found = ask(connection.listAllDomains, 0) or []
    for domain in found[:limit]:
        ask(domain.hasManagedSaveImage, 0)
        ask(domain.info)
        ask(domain.XMLDesc, 0)
    result["vms"] = len(found)
    result["asked"] = min(len(found), limit)
    result["domainsMs"] = (time.monotonic() - started) * 1000


def networks(connection):
    for network in ask(connection.listAllNetworks, 0) or []:
        ask(network.isActive)
        ask(network.XMLDesc, 0)


def pools(connection):
    for pool in ask(connection.listAllStoragePools, 0) or []:
        active = ask(pool.isActive)
        ask(pool.XMLDesc, 0)
        if active:
            ask(pool.refresh, 0)
            for volume in ask(pool.listAllVolumes, 0) or []:
                ask(volume.XMLDesc, 0)


def node_devices(connection):
    for device in ask(connection.listAllDevices, 0) or []:
        ask(device.isActive) if hasattr(device, "isActive") else None
        ask(device.XMLDesc, 0)


def main():
    uri = sys.argv[1]
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    libvirt.virEventRegisterDefaultImpl()
    result = {}
    started = time.monotonic()
    connection = libvirt.open(uri)
    for opening in (connection.getURI, connection.getType, connection.getLibVersion, connection.getVersion,
                    connection.getCapabilities, connection.getHostname, connection.getInfo):
        ask(opening)
    loaders = [
        threading.Thread(target=domains, args=(connection, limit, result)),
        threading.Thread(target=networks, args=(connection,)),
        threading.Thread(target=pools, args=(connection,)),
        threading.Thread(target=node_devices, args=(connection,)),
    ]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join()
    result["ms"] = (time.monotonic() - started) * 1000
    result["calls"] = calls
    print(json.dumps(result))
    connection.close()


main()
