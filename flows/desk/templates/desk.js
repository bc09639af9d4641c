// Keys on a question's page: 1 to 9 choose a candidate, P shows what would change, N and B go on and back. All of it works by mouse too.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const press = (id) => document.getElementById(id)?.click();
  const choices = document.querySelectorAll("input[name=candidate]");
  if (/^[1-9]$/.test(event.key) && choices[event.key - 1]) {
    const chosen = choices[event.key - 1];
    chosen.checked = chosen.type === "radio" || !chosen.checked;
    choices[event.key - 1].focus();
  } else if (event.key === "Enter" && document.getElementById("answer") && !event.target.matches("a, button, summary")) {
    event.preventDefault();
    press("keep");
  } else {
    ({ p: () => press("try"), n: () => press("next"), b: () => press("back") })[event.key.toLowerCase()]?.();
  }
});

// Work is found by what is typed, marks or not; ticks of lines that are hidden meanwhile stay.
for (const field of document.querySelectorAll("[data-filter]")) {
  const plain = (text) => text.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const rows = [...field.form.querySelectorAll("tbody tr")].map((row) => [row, plain(row.textContent)]);
  field.closest(".find").hidden = false;
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // a search sends no reports
  });
}

// Reading a scan takes a minute: whoever waits sees that something goes on, and since when.
let counting;
document.addEventListener("submit", () => {
  const began = Date.now();
  const tell = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    if (seconds) document.getElementById("working").textContent = document.body.dataset.working.replace("{seconds}", seconds);
  };
  clearInterval(counting);
  counting = setInterval(tell, 1000);
});
// Whoever goes back finds the page as it was before the form was sent.
window.addEventListener("pageshow", () => {
  clearInterval(counting);
  document.getElementById("working").textContent = "";
});
