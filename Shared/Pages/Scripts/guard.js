// Asks before what somebody typed is lost: as long as a form that changes something differs from how it came.
export function isChanged(field) {
  if (field.type === "hidden" || field.type === "password") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return first !== undefined && !first.selected;
  }
  return field.defaultValue !== undefined && field.value !== field.defaultValue;
}

// The forms that change something and hold what nobody has sent yet.
export function changedForms(within) {
  return [...within.querySelectorAll("form[method=post]")].filter((form) => [...form.elements].some(isChanged));
}

export function guard() {
  const sent = new WeakSet();
  addEventListener("submit", (event) => sent.add(event.target));
  addEventListener("beforeunload", (event) => {
    const main = document.querySelector("main");
    if ([...main.querySelectorAll("form[method=post]")].some((form) => sent.has(form))) return;
    if (changedForms(main).length) event.preventDefault();
  });
}
