"""A server with something in it: a small day of a shop, a hostile shop, and people with few rights."""
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import operating

# Stands in every field that a shop can fill. Whoever lets it be markup is told by `window.harmed`.
HOSTILE = "<img src=x onerror=harmed=1>"
HARM = "javascript:harmed=1//"
SHOP = "urn:shop:browser"


class Refused(Exception):
    pass


class World:
    def __init__(self, crm: pathlib.Path):
        if not crm.exists():
            sys.exit(f"There is no {crm}: build first.")
        self.crm, self.folder = crm, pathlib.Path(tempfile.mkdtemp(prefix="relata-browser."))
        self.data = self.folder / "data"

    def __enter__(self):
        try:
            self._serve()
            self._fill()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if getattr(self, "server", None):
            self.server.terminate()
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def another(self):
        """A fresh installation beside this one, with nothing in it."""
        return Empty(self.crm)

    def wait(self):
        try:
            self.server.wait()
        except KeyboardInterrupt:
            pass

    # The server

    def _serve(self):
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.log = open(self.folder / "log", "w")
        self.server = subprocess.Popen(
            [self.crm, "serve", "--data", self.data, "--listen", f"127.0.0.1:{port}"], stdout=self.log, stderr=self.log,
            env={**os.environ, "CRM_CONTACTS_EXPORT_APPROVAL_ABOVE": "20"})
        until = time.monotonic() + 30
        while subprocess.run([self.crm, "check", "--url", self.base], capture_output=True).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > until:
                sys.exit("The server did not start:\n" + (self.folder / "log").read_text()[-2000:])
            time.sleep(0.1)
        self.password = (self.data / "admin-password").read_text().strip()

    def command(self, *words):
        done = subprocess.run([self.crm, *words], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"crm {' '.join(map(str, words))} failed:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def ask(self, method, path, body=None, token=None, fields=None):
        request = urllib.request.Request(self.base + path, method=method)
        request.add_header("Authorization", f"Bearer {token or self.token}")
        for name, value in (fields or {}).items():
            request.add_header(name, value)
        data = None
        if body is not None:
            request.add_header("Content-Type", (fields or {}).get("Content-Type", "application/json"))
            data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=20) as answer:
                self.etag = answer.headers.get("ETag")
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def items(self, path):
        return self.ask("GET", path)["items"]

    def until(self, what, condition):
        """What the suite does by itself a moment later: polled, ten seconds at most."""
        end = time.monotonic() + 10
        while not (found := condition()):
            if time.monotonic() > end:
                raise Refused(f"Waited in vain: {what}")
            time.sleep(0.1)
        return found

    # What is in it

    def _fill(self):
        self.people = {"admin": self.password}
        for login, name, role in (
                ("nobody", "Nina Norights", None), ("picky", "Pat Picky", None), ("seller", HOSTILE, "Seller"),
                ("chief", "Clara Chief", "Administrator"), ("leaver", "Leo Leaver", "Seller"), ("heir", "Hanna Heir", "Seller"),
                ("second", "Sam Second", "Administrator")):
            role = ["--role", role] if role else []
            said = self.command("user", "create", "--data", self.data, "--login", login, "--name", name, *role)
            self.people[login] = said.splitlines()[-1].split()[-1]
        shop = self.command(
            "token", "create", "--data", self.data, "--name", "shop", "--source", "urn:shop:*",
            "--scope", "events:write,orders:write,orders:read,intake:read")
        self.shop = shop
        self.command("replay", "generated", "--seed", "1", "--count", "40", "--to", self.base, "--token", shop)
        self.token = self.command(
            "token", "create", "--data", self.data, "--name", "browser", "--user", "admin", "--days", "1", "--scope",
            "orders:read,intake:read,intake:write,customers:read,customers:write,customers:assign,products:read,mails:read,organization:read")
        self._hostile_shop()
        self._mail_that_cannot_be_sent()
        self._order_with_a_mistake()
        self._subjects()

    def event(self, identifier, kind, data, expected="accepted"):
        event = {"specversion": "1.0", "id": identifier, "source": SHOP, "type": kind, "data": data}
        fields = {"Content-Type": "application/cloudevents+json"}
        try:
            self.ask("POST", "/v1/events", event, self.shop, fields)
        except Refused as refused:
            if expected != "rejected":
                raise
            assert " 422 " in str(refused), refused

    @staticmethod
    def order(number, customer, total=129900, **more):
        line = {"line": 1, "sku": "kettle", "name": "Kettle", "quantity": 1, "unitPrice": 129900, "total": 129900}
        return {"number": number, "currency": "RUB", "customer": customer, "lines": [line], "total": total, **more}

    def _hostile_shop(self):
        address = {"country": "RU", "region": HOSTILE, "city": HOSTILE, "postalCode": HOSTILE, "lines": [HOSTILE, HOSTILE]}
        customer = {
            "shopId": HOSTILE, "email": "hostile@example.com", "phone": "+79123456781", "name": HOSTILE, "taxId": "7707083893",
            "company": {"name": HOSTILE}, "language": "en", "interests": [HOSTILE],
            "consents": [{"purpose": "news", "channel": "email", "givenAt": "2026-01-01T00:00:00Z"}]}
        order = self.order(
            HOSTILE, customer, channel=HOSTILE, note=HOSTILE, billingAddress=address, shippingAddress=address,
            utm={name: HOSTILE for name in ("source", "medium", "campaign", "content", "term")})
        order["lines"][0] |= {"sku": HOSTILE, "name": HOSTILE}
        self.event("hostile-1", "shop.order.placed.v1", order)
        self.event("hostile-2", "shop.order.shipped.v1", {
            "number": HOSTILE, "shipment": HOSTILE, "carrier": HOSTILE, "trackingNumber": HOSTILE, "trackingUrl": HARM})
        self.event("hostile-3", "shop.product.released.v1", {
            "sku": HOSTILE, "name": HOSTILE, "categories": [HOSTILE], "unit": HOSTILE, "description": HOSTILE, "url": HARM,
            "price": 100, "currency": "RUB"})
        self.event(HOSTILE, "shop.order.placed.v1", {**order, "number": HOSTILE + "2", "currency": HOSTILE}, "rejected")
        self.event("hostile-4", "shop.order.returned.v1", {
            "number": HOSTILE, "return": HOSTILE, "reason": HOSTILE, "lines": [{"line": 1, "quantity": 1}]})

    def _mail_that_cannot_be_sent(self):
        customer = {"shopId": "no-mail", "name": "Пётр Без-Почты", "phone": "+79123456782", "language": "ru"}
        self.event("no-mail-1", "shop.order.placed.v1", self.order("BR-1", customer))

    def _order_with_a_mistake(self):
        customer = {"shopId": "anna", "name": "Анна Ким", "phone": "+79051447731", "email": "anna.kim@example.com"}
        self.event("anna-1", "shop.order.placed.v1", self.order("BR-2", customer))
        self.event("anna-2", "shop.order.placed.v1", self.order("BR-3", customer, total=130000), "rejected")
        # The newest, which stands first in the list, is for those who only look at it: no other story settles it meanwhile.
        self.event("anna-3", "shop.order.placed.v1", self.order("BR-4", customer, total=130000), "rejected")

    def _subjects(self):
        """What the pages are looked at with, by the pages' own numbers."""
        def customer(text):
            found = self.until(f"customer {text}", lambda: self.items(f"/v1/customers?q={text}"))
            return found[0]["id"]

        self.anna = customer("9051447731")
        self.hostile = customer("hostile@example.com")
        self.unmailed = customer("9123456782")
        self.busy = max(self.items("/v1/customers?limit=50"), key=lambda one: one.get("orders", 0))["id"]
        orders = self.items("/v1/orders?limit=50")
        self.order_id = max(orders, key=lambda one: len(one.get("history") or one["lines"]))["id"]
        self.annas_order = self.items("/v1/orders?number=BR-2")[0]["id"]
        self.hostile_order = self.items(f"/v1/orders?customer={self.hostile}")[0]["id"]
        self.until("the mails", lambda: not self.ask("GET", "/v1/mail-counts").get("queued"))
        self.mail = self.until("a mail sent", lambda: self.items("/v1/mails?state=sent&limit=1"))[0]["id"]
        self.mail_unsent = self.until("a mail skipped", lambda: self.items("/v1/mails?state=skipped&limit=1"))[0]["id"]
        rejected = self.items("/v1/order-intake/rejected?limit=100")
        self.rejected = next(one["id"] for one in rejected if one["eventId"] == "anna-2")
        self.notice = self.until("a notification", lambda: self.items("/v1/me/notifications"))[0]["id"]
        self.rejected_hostile = next(one["id"] for one in rejected if one["eventId"] == HOSTILE)
        self._give_to_seller()
        operating.give_up_a_mail(self)
        self._give_away()

    def _give_to_seller(self):
        """The seller has one customer of his own; of all others he may know no more than the name and whose they are."""
        user = next(one for one in self.items("/v1/users?limit=50") if one["login"] == "seller")
        self.seller = user["id"]
        self.unit = self.items("/v1/units?limit=1")[0]["id"]
        self.role = next(one for one in self.items("/v1/roles?limit=50") if one["name"] == "Seller")["id"]

        def give():
            self.ask("GET", f"/v1/accounts/{self.unmailed}")
            gift = {"userID": user["id"], "reason": "Knows him."}
            try:
                return self.ask("PUT", f"/v1/accounts/{self.unmailed}/owner", gift, fields={"If-Match": self.etag})
            except Refused as refused:
                if "unknown-id" not in str(refused):
                    raise

        self.until("contacts to hear of the seller", give)

    def _give_away(self):
        """Somebody who leaves later has two customers; a plan to give a third to another is looked at and never begun."""
        users = {one["login"]: one["id"] for one in self.items("/v1/users?limit=50")}
        self.leaver, self.heir = users["leaver"], users["heir"]
        known = (self.anna, self.hostile, self.unmailed, self.busy)
        self.others = [one["id"] for one in self.items("/v1/customers?limit=100&owner=none") if one["id"] not in known]

        def plan(accounts, user, reason):
            rule = {"kind": "one", "targets": [{"userID": user}]}
            wish = {"filter": {"accounts": accounts}, "rule": rule, "reason": reason}
            return self.ask("POST", "/v1/reassignments", wish, fields={"Idempotency-Key": reason.replace(" ", "-")})["id"]

        moved = plan(self.others[:2], self.leaver, "His region")
        self.ask("POST", f"/v1/reassignments/{moved}/apply")
        self.until("the leaver's customers", lambda: self.ask("GET", f"/v1/reassignments/{moved}")["state"] == "done")
        self.reassignment = plan(self.others[2:3], self.heir, "Only a plan")


class Empty(World):
    def _fill(self):
        pass


def free_port():
    """Outside the range that the kernel gives to those who connect."""
    for _ in range(200):
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    sys.exit("No port between 20000 and 32000 is free.")


def digits(text):
    return re.sub(r"\D", "", text)
