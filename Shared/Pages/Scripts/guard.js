// Asks before what somebody typed is lost: as long as a form that changes something differs from how it came.
export function guard() {
  const sent = new WeakSet();
  const forms = [...document.querySelectorAll("main form[method=post]")];

  const isChanged = (field) => {
    if (field.type === "hidden" || field.type === "password") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field instanceof HTMLSelectElement) {
      const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      return first !== undefined && !first.selected;
    }
    return field.defaultValue !== undefined && field.value !== field.defaultValue;
  };

  for (const form of forms) form.addEventListener("submit", () => sent.add(form));
  addEventListener("beforeunload", (event) => {
    if (forms.some((form) => sent.has(form))) return;
    if (forms.some((form) => [...form.elements].some(isChanged))) event.preventDefault();
  });
}
