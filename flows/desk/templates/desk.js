// Keys on a question's page: 1 to 9 choose a candidate, P shows what would change, N and B go on and back. All of it works by mouse too.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const press = (id) => document.getElementById(id)?.click();
  const choices = document.querySelectorAll("input[name=candidate]");
  if (/^[1-9]$/.test(event.key) && choices[event.key - 1]) {
    choices[event.key - 1].checked = true;
    choices[event.key - 1].focus();
  } else if (event.key === "Enter" && document.getElementById("answer") && !event.target.matches("a, button, summary")) {
    event.preventDefault();
    press("keep");
  } else {
    ({ p: () => press("try"), n: () => press("next"), b: () => press("back") })[event.key.toLowerCase()]?.();
  }
});
