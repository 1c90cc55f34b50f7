const toBytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
const toText = buffer => btoa(Array.from(new Uint8Array(buffer), byte => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = list => (list ?? []).map(one => ({ ...one, id: toBytes(one.id) }));

async function send(path, body, headers = {}) {
    const response = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
        body: body && JSON.stringify(body),
    });
    if (response.ok) return response.status === 204 ? null : response.json();
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail), { name: "Refused", code: problem.code, status: response.status });
}

// One after the other, as the first answer brings the cookie that all of them are bound to.
let asked = Promise.resolve();
function ask(path, body) {
    const answer = asked.then(() => send(path + "/options", body));
    asked = answer.catch(() => {});
    return answer;
}

async function make(place) {
    const { to, next } = place.dataset;
    const options = await ask(to);
    const made = await navigator.credentials.create({ publicKey: {
        ...options, challenge: toBytes(options.challenge), user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
    } });
    const name = place.querySelector("input[name=name]").value.trim();
    const credential = { id: made.id, rawId: made.id, type: made.type, response: {
        clientDataJSON: toText(made.response.clientDataJSON), attestationObject: toText(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? [],
    } };
    await send(to, { ...(name && { name }), credential }, { "Idempotency-Key": crypto.randomUUID() });
    location.assign(next);
}

async function use(place, request = {}) {
    const { to, next, language } = place.dataset;
    const step = "afterPassword" in place.dataset ? { afterPassword: true } : {};
    const options = await ask(to, step);
    const found = await navigator.credentials.get({ ...request, publicKey: {
        ...options, challenge: toBytes(options.challenge), allowCredentials: named(options.allowCredentials),
    } });
    // Found by autofill in the moment in which the button took its place; or else the button comes too late.
    request.signal?.throwIfAborted();
    place.querySelector("button").disabled = true;
    const response = {
        clientDataJSON: toText(found.response.clientDataJSON), signature: toText(found.response.signature),
        authenticatorData: toText(found.response.authenticatorData),
    };
    if (found.response.userHandle?.byteLength) response.userHandle = toText(found.response.userHandle);
    const credential = { id: found.id, rawId: found.id, type: found.type, response };
    await send(to, { ...step, credential, ...(language && { language }) });
    location.assign(next);
}

// Offered in the login's field, and asked anew before the question is too old. A press of the button takes its place.
const offer = { control: null, timer: 0 };
function withdraw() {
    clearTimeout(offer.timer);
    offer.control?.abort();
    offer.control = null;
}
async function propose(place) {
    if (!("autofill" in place.dataset) || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
    withdraw();
    const control = offer.control = new AbortController();
    offer.timer = setTimeout(() => propose(place), 240000);
    try {
        await use(place, { mediation: "conditional", signal: control.signal });
    } catch (error) {
        if (offer.control !== control) return;
        withdraw();
        place.querySelector("button").disabled = false;
        if (error.name === "Refused") say(place, error);
        // Where the computer slept, for one; nothing was wrong with the passkey.
        if (error.code === "challenge-expired") propose(place);
    }
}

function say(place, error) {
    const texts = place.dataset;
    const line = place.querySelector("[role=alert]");
    if (["proof-required", "no-second-step"].includes(error.code) || error.status === 401) return location.reload();
    line.textContent = error.code === "passkey-refused" ? texts.refused
        : error.code === "passkey-copied" ? texts.copied
        : error.status === 429 ? texts.paused
        : error.name === "NotAllowedError" || error.name === "AbortError" ? texts.stopped
        : error.name === "InvalidStateError" || error.code === "passkey-known" ? texts.known
        : texts.failed;
    line.hidden = false;
}

for (const place of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential || location.origin !== place.dataset.origin) continue;
    place.hidden = false;
    document.querySelector("[data-elsewhere]")?.setAttribute("hidden", "");
    const act = place.dataset.passkey === "add" ? make : use;
    place.addEventListener(place.tagName === "FORM" ? "submit" : "click", async event => {
        const button = place.querySelector("button");
        if (event.type === "click" && !button.contains(event.target)) return;
        event.preventDefault();
        withdraw();
        button.disabled = true;
        place.querySelector("[role=alert]").hidden = true;
        try {
            await act(place);
        } catch (error) {
            button.disabled = false;
            say(place, error);
            propose(place);
        }
    });
    propose(place);
}
