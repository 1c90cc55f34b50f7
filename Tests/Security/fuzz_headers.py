#!/usr/bin/env python3
"""Fuzzes what a client can say about itself: header fields, cookies, tokens, targets and methods, on a running server.

    fuzz_headers.py BASE_URL TOKEN [--seed N] [--count N]

TOKEN is a good token; most requests carry a broken one made of it, or none. A finding ends it with exit 1 and is printed with all
that repeats it: an answer of 5xx, an answer that is no HTTP or none at all, data for somebody who is nobody, a field of the answer
that the request has put there, or a server that is slow or gone. The same seed makes the same requests.
"""
import argparse, random, socket, sys, time, urllib.parse

PROTECTED = ["/v1/orders", "/v1/customers", "/v1/mails", "/v1/products", "/v1/order-intake", "/v1/order-intake/rejected",
             "/v1/order-intake/waiting", "/v1/suspected-duplicates", "/v1/tokens", "/v1/me/sessions", "/openapi.json", "/metrics"]
# Signing in is left out: it would be paused at once, and has tests of its own.
PAGES = ["/", "/orders", "/customers", "/mails", "/intake", "/me", "/docs", "/signin", "/health/live", "/health/ready",
         "/unsubscribe/x", "/.well-known/relata-receipts.json", "/assets/relata.css", "/nowhere"]
METHODS = ["GET"] * 8 + ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
BITS = ["'", '"', "' OR '1'='1", "\\", "%00", "%0d%0aX-Put: 1", "\x00", "\x01", "\x7f", "\t", "\n", "\r", " ", "  ", "é", "\u202e", "😀", "../", "..%2f", "${x}", "{{7*7}}",
        "<script>alert(1)</script>", "A" * 300, "A" * 9000, "0", "-1", "9" * 40, "1e999", "null", ";", ",", "=", ":", "*", "\xff", "\xc0\xaf",
        "Bearer", "Basic", "rlt_", "Bearer rlt_", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "session=", "__Host-session="]
FIELDS = ["Authorization", "Cookie", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "X-Request-ID", "Accept",
          "Accept-Language", "Accept-Encoding", "Content-Type", "Origin", "Referer", "Sec-Fetch-Site", "If-Match", "If-None-Match", "Idempotency-Key",
          "Range", "Expect", "traceparent", "tracestate", "ce-id", "ce-source", "ce-type", "ce-specversion", "User-Agent", "Last-Event-ID", "TE",
          "Upgrade", "Connection", "Content-Length", "Transfer-Encoding", "Host", "X-HTTP-Method-Override", "Access-Control-Request-Method"]
QUERY = ["q", "cursor", "limit", "sort", "state", "customer", "source", "id", "kind", "next", "language", "account", "placedFrom"]


class Fuzz:
    def __init__(self, base, token, seed):
        url = urllib.parse.urlsplit(base)
        self.address, self.host = (url.hostname, url.port or 80), url.netloc
        self.token, self.random = token, random.Random(seed)

    def word(self, *seeds):
        r = self.random
        text = r.choice(list(seeds) + BITS)
        for _ in range(r.choice([0, 0, 1, 1, 2, 4])):
            place = r.randrange(len(text) + 1)
            match r.randrange(4):
                case 0: text = text[:place] + r.choice(BITS) + text[place:]
                case 1: text = text[:place] + text[place + r.randrange(1, 9):]
                case 2: text = text[:place] + chr(r.choice([r.randrange(1, 256), r.randrange(32, 127)])) + text[place + 1:]
                case 3: text = text + text
        return text[:12000]

    def broken_token(self):
        """A token that is like a good one and is none: nothing that the server may strip makes it good again."""
        r = self.random
        while True:
            text = self.word(self.token, "Bearer " + self.token, self.token.upper(), self.token[:-1], self.token + "A")
            if self.token not in text:
                return text

    def target(self):
        r = self.random
        path = r.choice(PROTECTED * 2 + PAGES)
        if r.random() < 0.25:
            path += "/" + urllib.parse.quote(self.word("01a22521-8fbb-7001-8c74-3cd20ce2ca51", "..", "%2e%2e"), safe=r.choice(["", "/%.", "'()*"]))
        if r.random() < 0.4:
            pairs = [(r.choice(QUERY), self.word("1", "name", "2026-01-01T00:00:00Z")) for _ in range(r.randrange(1, 4))]
            path += "?" + urllib.parse.urlencode(pairs, encoding="utf-8", errors="replace")
        return path

    def request(self):
        r = self.random
        good = r.random() < 0.15
        fields = []
        if good:
            fields.append(("Authorization", "Bearer " + self.token))
        elif r.random() < 0.6:
            fields.append(("Authorization", r.choice(["", "Bearer ", "bearer ", "Basic ", "Token "]) + self.broken_token()))
        if r.random() < 0.5:
            fields.append(("Cookie", r.choice(["", "session=", "__Host-session=", "a=b; session=", "session=x; session="]) + self.broken_token()))
        # A good token is not told by chance: what is put into other fields never holds it.
        for _ in range(r.choice([0, 1, 1, 2, 3, 8])):
            fields.append((r.choice(FIELDS[2:]), self.word("127.0.0.1", "https", "text/html", "ru", '"7"', "gzip", "100-continue", "same-origin")))
        if r.random() < 0.1:
            fields.append((self.word("X-Put", "X"), self.word("1")))
        method, target = r.choice(METHODS), self.target()
        body = b"" if method in ("GET", "HEAD", "OPTIONS", "TRACE") else self.word('{"name":"x"}', "login=a&password=b").encode("utf-8", "replace")
        head = f"{method} {target} HTTP/1.1\r\nHost: {self.host}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in fields)
        if body:
            head += f"Content-Length: {len(body)}\r\n"
        raw = (head + "Connection: close\r\n\r\n").encode(r.choice(["utf-8", "latin-1"]), "replace") + body
        return good, method, target, raw

    def answer(self, raw):
        with socket.create_connection(self.address, timeout=40) as connection:
            try:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR) if self.random.random() < 0.02 else None
                parts = []
                while part := connection.recv(65536):
                    parts.append(part)
            except (ConnectionResetError, BrokenPipeError):
                pass
            return b"".join(parts)

    def finding(self, good, method, target, raw, answer, seconds):
        # Whoever promises a body and sends none is waited for, and cut with 408.
        if seconds > 15 and not answer.startswith(b"HTTP/1.1 408"):
            return f"took {seconds:.1f} s"
        if not answer:
            # Whoever ends his sending at once is taken to be gone.
            return None
        if not answer.startswith(b"HTTP/1.1 "):
            return "is no HTTP"
        status = int(answer[9:12])
        # 501 and 505 are the right answers to what is no HTTP/1.1 of ours; 503 is for what is not there, and all is there.
        if status >= 500 and status not in (501, 505):
            return f"status {status}"
        head = answer.split(b"\r\n\r\n")[0].lower()
        if b"\r\nx-put" in head or b"\r\nset-cookie" in head:
            return "a field of the answer that the request has put there"
        if not good and 200 <= status < 300 and method != "OPTIONS" and target.split("?")[0] in PROTECTED:
            return f"status {status} for somebody who is nobody"
        return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base"), parser.add_argument("token")
    parser.add_argument("--seed", type=int, default=1), parser.add_argument("--count", type=int, default=5000)
    args = parser.parse_args()
    fuzz, statuses, findings = Fuzz(args.base, args.token, args.seed), {}, 0
    for number in range(args.count):
        good, method, target, raw = fuzz.request()
        start = time.monotonic()
        try:
            answer = fuzz.answer(raw)
        except OSError as error:
            print(f"request {number}: {error!r}\n  {raw!r}")
            return 1
        problem = fuzz.finding(good, method, target, raw, answer, time.monotonic() - start)
        statuses[answer[9:12].decode("latin-1")] = statuses.get(answer[9:12].decode("latin-1"), 0) + 1
        if problem:
            findings += 1
            print(f"request {number}: {problem}\n  {raw[:3000]!r}\n  {answer[:400]!r}")
    health = fuzz.answer(f"GET /health/live HTTP/1.1\r\nHost: {fuzz.host}\r\nConnection: close\r\n\r\n".encode())
    if not health.startswith(b"HTTP/1.1 200"):
        findings += 1
        print(f"the server is not well afterwards: {health[:200]!r}")
    print(f"{args.count} requests, seed {args.seed}: {findings} findings; statuses {dict(sorted(statuses.items()))}")
    return 1 if findings else 0


sys.exit(main())
