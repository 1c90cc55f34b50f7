#!/usr/bin/env python3
"""Adds a passkey and signs in by it in a real browser: Debian's chromium with its virtual authenticator, driven through the pipe of its
DevTools. Needs nothing but Python's own library.

    apt-get install chromium
    python3 Tests/Browser/passkeys.py -- http://localhost:8080 admin PASSWORD

The address must be the one of CRM_PUBLIC_URL; 127.0.0.1 there is http://localhost here, as browsers allow no passkeys at a number.
Exit 0 when all went well; what did not is said.
"""
import argparse
import json
import os
import select
import subprocess
import sys
import tempfile
import time


class Failure(Exception):
    pass


class Chromium:
    """A browser with one page."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        commands, self.writer = os.pipe()
        self.reader, answers = os.pipe()

        def place():
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             f"--user-data-dir={self.folder.name}", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=place, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.buffer, self.number, self.session, self.problems = b"", 0, None, []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log"]:
            self.send(domain + ".enable")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + 30
        while True:
            answer = self.receive(deadline, method)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.note(answer)

    def receive(self, deadline, method):
        while b"\0" not in self.buffer:
            if not select.select([self.reader], [], [], max(0, deadline - time.monotonic()))[0]:
                raise Failure(f"the browser does not answer {method}")
            data = os.read(self.reader, 1 << 16)
            if not data:
                raise Failure("the browser ended")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def note(self, event):
        """Keeps what a person with the console open would see in red; a violation of the content security policy is one."""
        content = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.problems.append(f"script: {content['exceptionDetails']}")
        if event.get("method") == "Log.entryAdded" and content["entry"]["level"] == "error":
            self.problems.append(f"console: {content['entry']['text']} {content['entry'].get('url', '')}")

    def value(self, expression):
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Failure(f"{expression}: {answer['exceptionDetails'].get('exception', {}).get('description')}")
        return answer["result"].get("value")

    def until(self, what, expression, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.value(expression):
                    return
            except Failure:
                # The page is on its way to the next one.
                pass
            time.sleep(0.05)
        raise Failure(f"{what}: not within {seconds} s; at {self.value('location.href')}: {self.value('document.body.innerText')}")

    def open(self, address):
        self.send("Page.navigate", url=address)
        self.until(f"{address} is there", f"document.readyState === 'complete' && location.href === {json.dumps(address)}")

    def click(self, selector):
        found = f"document.querySelector({json.dumps(selector)})"
        self.until(f"{selector} is there", f"{found} !== null")
        self.value(f"{found}.click()")

    def fill(self, selector, text):
        self.value(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(text)}")


class Person:
    def __init__(self, browser, base):
        self.browser, self.base = browser, base.rstrip("/")
        browser.send("WebAuthn.enable")
        # A finger lies on it all the time.
        self.authenticator = browser.send("WebAuthn.addVirtualAuthenticator", options={
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True})["authenticatorId"]

    def without_autofill(self):
        """From the next page on the browser waits for the button; what is returned ends that."""
        script = "PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)"
        return self.browser.send("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"]

    def with_autofill(self, script):
        self.browser.send("Page.removeScriptToEvaluateOnNewDocument", identifier=script)

    def credentials(self):
        return self.browser.send("WebAuthn.getCredentials", authenticatorId=self.authenticator)["credentials"]

    def sign_in(self, login, password):
        self.browser.open(f"{self.base}/signin?language=en")
        self.browser.until("a passkey is offered", "!document.querySelector('[data-passkey=use]').hidden")
        self.browser.fill("#login", login)
        self.browser.fill("#password", password)
        self.browser.click("button.go")
        self.arrive()

    def arrive(self):
        self.browser.until("signed in", "document.readyState === 'complete' && !location.pathname.startsWith('/signin')")

    def leave(self):
        self.browser.click("form[action='/signout'] button")
        self.browser.until("signed out", "document.readyState === 'complete' && location.pathname === '/signin'")

    def add(self, name):
        self.browser.open(f"{self.base}/me/passkeys")
        self.browser.until("one can be added", "!document.querySelector('[data-passkey=add]').hidden")
        if self.browser.value("!document.querySelector('[data-elsewhere]').hidden"):
            raise Failure("the page sends the person to another browser")
        self.browser.fill("[data-passkey=add] input[name=name]", name)
        self.browser.click("[data-passkey=add] button")
        self.browser.until(
            "the passkey is in the list",
            f"document.readyState === 'complete' && [...document.querySelectorAll('main a')].some(a => a.innerText === {json.dumps(name)})")

    def use(self):
        self.browser.until("a passkey is offered", "!document.querySelector('[data-passkey=use]').hidden")
        self.browser.click("[data-passkey=use] button")

    def remove(self, name):
        self.browser.open(f"{self.base}/me/passkeys")
        self.browser.value(f"[...document.querySelectorAll('main a')].find(a => a.innerText === {json.dumps(name)}).click()")
        self.browser.until("its page", "document.readyState === 'complete' && location.pathname.startsWith('/me/passkeys/')")
        self.browser.click("form[action$='/remove'] button")
        self.browser.until(
            "the passkey is removed",
            "document.readyState === 'complete' && location.pathname === '/me/passkeys' "
            f"&& !document.querySelector('main').innerText.includes({json.dumps(name)})")


def story(person, login, password):
    browser = person.browser
    person.sign_in(login, password)
    person.add("Work laptop")
    kept = person.credentials()
    if len(kept) != 1 or not kept[0]["isResidentCredential"] or kept[0]["rpId"] != "localhost":
        raise Failure(f"the authenticator keeps {kept}")
    script = person.without_autofill()
    person.leave()
    if "webauthn" not in browser.value("document.querySelector('#login').autocomplete").split():
        raise Failure("the field for the login offers no passkeys")
    person.use()
    person.arrive()
    # With a finger on it, the page needs no press of a button: what it offers in the field for the login is taken.
    browser.open(f"{person.base}/me")
    person.leave()
    person.with_autofill(script)
    browser.send("Page.navigate", url=f"{person.base}/signin?language=ru&next=%2Fme")
    browser.until("signed in by itself", "document.readyState === 'complete' && location.pathname === '/me'")
    if browser.value("document.documentElement.lang") != "ru":
        raise Failure("the language that was chosen at the door is forgotten")
    if browser.problems:
        raise Failure("\n".join(browser.problems))
    # Once it is removed, the authenticator still has it and the door does not take it.
    person.remove("Work laptop")
    person.without_autofill()
    person.leave()
    person.use()
    browser.until("the refusal", "document.querySelector('[role=alert]').innerText.includes('opens nothing here')")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("url")
    arguments.add_argument("login")
    arguments.add_argument("password")
    arguments.add_argument("--browser", default="/usr/bin/chromium")
    given = arguments.parse_args()
    browser = Chromium(given.browser)
    try:
        story(Person(browser, given.url), given.login, given.password)
    except Failure as failure:
        sys.exit(f"{failure}\n" + "\n".join(browser.problems))
    finally:
        browser.close()
    print("A passkey was added, used, removed and refused.")


if __name__ == "__main__":
    main()
