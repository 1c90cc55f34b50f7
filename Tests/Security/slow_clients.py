#!/usr/bin/env python3
"""Slowhttptest in each of its modes against a running server, while a normal client goes on asking.

    slow_clients.py BASE_URL TOKEN [--connections N] [--seconds N]

Ends with exit 1 when the normal client was not answered, or one answer took longer than two seconds.
"""
import argparse, http.client, subprocess, sys, threading, time, urllib.parse

MODES = {"slow heads": ["-H", "-i", "5"], "slow bodies": ["-B", "-i", "5", "-s", "8192", "-t", "POST"], "ranges": ["-R"],
         "slow readers": ["-X", "-w", "8", "-y", "16", "-n", "5", "-z", "8", "-k", "3"]}


class Client(threading.Thread):
    """Asks on a new connection each time, as a visitor does."""

    def __init__(self, url, token):
        super().__init__()
        self.url, self.token, self.ends, self.seconds, self.failures = url, token, threading.Event(), [], []

    def run(self):
        while not self.ends.wait(0.1):
            start = time.monotonic()
            try:
                connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=10)
                connection.request("GET", "/v1/products?limit=1", headers={"Authorization": "Bearer " + self.token})
                status = connection.getresponse().status
                if status != 200:
                    self.failures.append(status)
                connection.close()
            except OSError as error:
                self.failures.append(repr(error))
            self.seconds.append(time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base"), parser.add_argument("token")
    parser.add_argument("--connections", type=int, default=4000), parser.add_argument("--seconds", type=int, default=20)
    args = parser.parse_args()
    failed = False
    for name, options in MODES.items():
        client = Client(urllib.parse.urlsplit(args.base), args.token)
        client.start()
        target = args.base + ("/v1/events" if name == "slow bodies" else "/assets/relata.css" if name == "slow readers" else "/signin")
        run = subprocess.run(
            ["slowhttptest", *options, "-c", str(args.connections), "-r", str(args.connections // 8), "-l", str(args.seconds), "-p", "3",
             "-u", target], capture_output=True, text=True)
        client.ends.set(), client.join()
        slowest = max(client.seconds)
        bad = bool(client.failures) or slowest > 2 or run.returncode not in (0, 1)
        failed |= bad
        exits = [line.strip() for line in run.stdout.splitlines() if "Exit status" in line or "Test ended" in line]
        print(f"{name}: {len(client.seconds)} answers, slowest {slowest:.2f} s, {len(client.failures)} failed {client.failures[:3]} "
              f"{'FINDING' if bad else 'ok'}  {exits[-1] if exits else run.stderr.strip()[-200:]}")
    return 1 if failed else 0


sys.exit(main())
