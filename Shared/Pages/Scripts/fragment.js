// Puts what stands behind the # of a link into the field for it, and takes it out of the address.
const field = document.getElementById("code");
if (field && location.hash.length > 1) {
    field.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname + location.search);
    document.getElementById("new")?.focus();
}
