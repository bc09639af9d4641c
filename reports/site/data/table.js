// A table of the release, looked through in the page: filters by column, order, counts, the result as CSV. Texts reach the page
// as text only (textContent). What is asked stands in the address, so that it can be handed on.
(function () {
  "use strict";
  const held = window.niemyet || {};
  const form = document.querySelector("[data-table-form]");
  if (!form || !held.table) return;
  const { columns, rows } = held.table;
  const table = document.querySelector("[data-table]");
  const body = table.tBodies[0];
  const found = document.querySelector("[data-table-found]");
  const counts = document.querySelector("[data-table-counts]");
  const most = 200; // rows shown; nobody reads on, the count is told and the CSV has all
  const vi = new Intl.Collator("vi", { numeric: true });
  const el = (tag, text) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    return made;
  };
  const fold = (value) =>
    String(value ?? "").normalize("NFD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const folded = columns.map(() => null); // by column, made when it is first asked for
  const foldedOf = (place) => (folded[place] = folded[place] || rows.map((row) => fold(row[place])));

  const state = { filters: columns.map(() => ""), sort: null, down: false, by: "" };

  // ---- what is asked of one column ----
  const compare = (value, wanted) => {
    const numbers = [Number(value), Number(wanted)];
    return typeof value === "number" && wanted !== "" && !Number.isNaN(numbers[1])
      ? numbers[0] - numbers[1]
      : vi.compare(String(value), wanted);
  };
  const tests = {
    ">=": (value, wanted) => compare(value, wanted) >= 0,
    "<=": (value, wanted) => compare(value, wanted) <= 0,
    ">": (value, wanted) => compare(value, wanted) > 0,
    "<": (value, wanted) => compare(value, wanted) < 0,
    "=": (value, wanted) => fold(value) === fold(wanted),
  };
  const testOf = (place, asked) => {
    const not = asked.startsWith("!");
    const rest = (not ? asked.slice(1) : asked).trim();
    const sign = Object.keys(tests).find((one) => rest.startsWith(one));
    const wanted = (sign ? rest.slice(sign.length) : rest).trim();
    if (!wanted && sign !== "=" && !not) return null;
    if (sign === "=" || (!wanted && not)) return (number) => (fold(rows[number][place]) === fold(wanted)) !== not;
    if (sign) {
      return (number) => {
        const value = rows[number][place];
        return value !== null && value !== "" && tests[sign](value, wanted) !== not;
      };
    }
    const words = fold(wanted).split(/\s+/);
    const texts = foldedOf(place);
    return (number) => words.every((word) => texts[number].includes(word)) !== not;
  };

  const chosen = () => {
    const asked = state.filters.map((text, place) => (text.trim() ? testOf(place, text.trim()) : null)).filter(Boolean);
    const kept = [];
    for (let number = 0; number < rows.length; number += 1) if (asked.every((test) => test(number))) kept.push(number);
    if (state.sort !== null) {
      const [place, way] = [state.sort, state.down ? -1 : 1];
      const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : vi.compare(String(a), String(b)));
      const empty = (value) => value === null || value === "";
      kept.sort((a, b) => {
        const [one, other] = [rows[a][place], rows[b][place]];
        if (empty(one) || empty(other)) return empty(one) - empty(other) || a - b; // empty ones last, either way
        return way * order(one, other) || a - b;
      });
    }
    return kept;
  };

  // ---- what is shown ----
  const count = (kept) => {
    const place = columns.indexOf(state.by);
    counts.hidden = place < 0;
    if (place < 0) return;
    const sums = new Map();
    for (const number of kept) {
      const value = String(rows[number][place] ?? "");
      sums.set(value, (sums.get(value) || 0) + 1);
    }
    const ordered = [...sums].sort((a, b) => b[1] - a[1] || vi.compare(a[0], b[0]));
    const made = el("table");
    const head = made.createTHead().insertRow();
    for (const [text, name] of [[state.by, "col"], ["Số dòng", "col"]]) head.append(Object.assign(el("th", text), { scope: name }));
    const lines = made.createTBody();
    for (const [value, sum] of ordered.slice(0, most)) {
      const line = lines.insertRow();
      line.append(Object.assign(el("th", value || "(trống)"), { scope: "row" }), el("td", sum));
    }
    counts.replaceChildren(made);
  };
  const show = () => {
    const kept = chosen();
    found.textContent =
      kept.length + " trong " + rows.length + " dòng" + (kept.length > most ? ", hiện " + most + " dòng đầu" : "") + ".";
    const lines = kept.slice(0, most).map((number) => {
      const line = el("tr");
      line.append(...rows[number].map((value) => el("td", value)));
      return line;
    });
    body.replaceChildren(...lines);
    count(kept);
    for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
      if (place === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    return kept;
  };
  const remember = () => {
    const told = new URLSearchParams();
    state.filters.forEach((text, place) => text.trim() && told.set(columns[place], text.trim()));
    if (state.sort !== null) told.set("_sort", (state.down ? "-" : "") + columns[state.sort]);
    if (state.by) told.set("_by", state.by);
    history.replaceState(null, "", location.pathname + (told.size ? "?" + told : ""));
  };

  // ---- the result as CSV: with the mark that Excel wants, and nothing that it would compute ----
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  };
  const csv = () => {
    const lines = [columns, ...chosen().map((number) => rows[number])].map((row) => row.map(cell).join(","));
    const link = el("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = (document.querySelector("h1 + p a[download]")?.textContent || "bang").replace(/\.parquet$/, "") + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // ---- the form ----
  let waiting = 0;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (show(), remember()), 120);
  };
  const fields = el("tr");
  for (const [place, name] of columns.entries()) {
    const input = el("input");
    input.type = "search";
    input.autocomplete = "off";
    input.setAttribute("aria-label", "Lọc cột " + name);
    input.setAttribute("aria-describedby", "help");
    input.addEventListener("input", () => {
      state.filters[place] = input.value;
      later();
    });
    const holder = el("td");
    holder.append(input);
    fields.append(holder);
    const head = table.tHead.rows[0].cells[place];
    const button = el("button", name);
    button.type = "button";
    button.addEventListener("click", () => {
      state.down = state.sort === place && !state.down;
      state.sort = place;
      show();
      remember();
    });
    head.replaceChildren(button);
  }
  table.tHead.append(fields);
  const inputs = [...fields.querySelectorAll("input")];
  form.elements.by.addEventListener("change", () => {
    state.by = form.elements.by.value;
    show();
    remember();
  });
  form.querySelector("[data-csv]").addEventListener("click", csv);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    Object.assign(state, { filters: columns.map(() => ""), sort: null, down: false, by: "" });
    for (const input of inputs) input.value = "";
    show();
    remember();
  });
  const asked = new URLSearchParams(location.search);
  columns.forEach((name, place) => {
    if (asked.get(name)) inputs[place].value = state.filters[place] = asked.get(name);
  });
  const sort = asked.get("_sort") || "";
  const sorted = columns.indexOf(sort.replace(/^-/, ""));
  if (sorted >= 0) [state.sort, state.down] = [sorted, sort.startsWith("-")];
  if (columns.includes(asked.get("_by"))) form.elements.by.value = state.by = asked.get("_by");
  form.hidden = false;
  show();
})();
