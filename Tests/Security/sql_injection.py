#!/usr/bin/env python3
"""sqlmap over every reading door of the API that takes a parameter, of the OpenAPI document of a running server.

    sql_injection.py BASE_URL TOKEN [--level N]

Ends with exit 1 when sqlmap takes a parameter for injectable, or could not try a door.
"""
import argparse, json, pathlib, re, subprocess, sys, tempfile, urllib.parse, urllib.request

# What a door answers with data to, so that there is something for an injection to change.
VALUES = {"limit": "5", "q": "a", "state": "paid", "placedFrom": "2020-01-01T00:00:00Z", "placedTo": "2030-01-01T00:00:00Z", "language": "en"}
LISTS = {"/v1/customers": "/v1/customers", "/v1/accounts": "/v1/customers", "/v1/orders": "/v1/orders", "/v1/mails": "/v1/mails",
         "/v1/products": "/v1/products", "/v1/order-intake/rejected": "/v1/order-intake/rejected", "/v1/users": "/v1/users",
         "/v1/units": "/v1/units", "/v1/roles": "/v1/roles"}


def get(base, token, path):
    request = urllib.request.Request(base + path, headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def first_id(base, token, path):
    for prefix, listing in sorted(LISTS.items(), key=lambda item: -len(item[0])):
        if path.startswith(prefix):
            try:
                return str(get(base, token, listing + "?limit=1")["items"][0]["id"])
            except (OSError, LookupError):
                break
    return "1"


def value(base, token, parameter):
    shape = parameter.get("schema", {})
    if "enum" in shape:
        return shape["enum"][0]
    if shape.get("format") == "uuid":
        return first_id(base, token, "/v1/orders" if parameter["name"] == "order" else "/v1/customers")
    return VALUES.get(parameter["name"], "a")


def targets(base, token):
    for path, methods in get(base, token, "/openapi.json")["paths"].items():
        parameters = methods.get("get", {}).get("parameters", [])
        if not parameters or path.startswith(("/unsubscribe", "/assets")):
            continue
        filled = re.sub(r"\{[^}]+\}", lambda _: first_id(base, token, path) + "*", path)
        query = [(p["name"], value(base, token, p)) for p in parameters if p["in"] == "query"]
        # One mark of a place to try turns sqlmap's own list off, so a door with both is tried twice.
        if "*" in filled:
            yield base + filled
        if query:
            yield base + filled.replace("*", "") + "?" + urllib.parse.urlencode(query)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base"), parser.add_argument("token"), parser.add_argument("--level", type=int, default=1)
    args = parser.parse_args()
    doors = list(targets(args.base, args.token))
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "targets").write_text("\n".join(doors) + "\n")
        run = subprocess.run(
            ["sqlmap", "-m", str(place / "targets"), "--batch", "--disable-coloring", "--level", str(args.level), "--risk", "2", "--technique", "BEUS",
             "--threads", "2", "--ignore-code", "400,401,403,404,422", "--flush-session", "--output-dir", str(place / "out"),
             "--results-file", str(place / "results.csv"), "-H", "Authorization: Bearer " + args.token],
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        rows = (place / "results.csv").read_text().splitlines()[1:] if (place / "results.csv").exists() else []
    tried = len(set(re.findall(r"testing (?:GET|URI|URL) parameter|testing URL '([^']+)'", run.stdout)) - {""})
    # A row without a technique says why a door had nothing to find; what sqlmap itself takes for a false positive is none.
    found = [row for row in rows if not re.search(r",,(?:,|$)", row) and "false positive or unexploitable" not in row]
    print(f"{len(doors)} doors, {tried} tried, {run.stdout.count('does not seem to be injectable')} parameters not injectable, {len(found)} findings")
    for row in found:
        print("  " + row)
    if tried < len(doors):
        print(run.stdout[-3000:])
    return 1 if found or tried < len(doors) else 0


sys.exit(main())
