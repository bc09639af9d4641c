// What the pages do with scripts: the release's day, the board of any day, search. Nothing is loaded from elsewhere, and
// texts reach the page as text only (textContent), never as markup.
(function () {
  "use strict";
  const root = document.body.dataset.root || "";
  const held = (window.niemyet = window.niemyet || {});
  const vi = new Intl.Collator("vi", { numeric: true });

  const el = (tag, text, more) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(more || {})) made.setAttribute(name, value);
    return made;
  };
  const link = (text, href) => el("a", text, { href });
  const shown = (iso) => iso.split("-").reverse().join("/");
  // In the form of one, and in the calendar: Date takes 31 February for a day of March.
  const isDay = (iso) =>
    /^\d{4}-\d\d-\d\d$/.test(iso) && new Date(iso + "T00:00:00Z").getUTCDate() === Number(iso.slice(8));
  const load = (src) =>
    new Promise((done, failed) => {
      const script = el("script", null, { src });
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });

  // ---- the day of the release ----
  if (held.day) for (const place of document.querySelectorAll("[data-release-day]")) place.textContent = shown(held.day);
  if (held.unit) for (const place of document.querySelectorAll("[data-unit-name]")) place.textContent = held.unit;

  // ---- the board of any day ----
  const picker = document.querySelector("[data-day-form]");
  if (picker) {
    const board = document.querySelector("[data-board]");
    const table = board.querySelector("table");
    const before = { title: null, span: null, bodies: [...table.tBodies] };
    const title = board.querySelector("[data-board-title]");
    const span = board.querySelector("[data-board-span]");
    const empty = board.querySelector("[data-empty]");
    const said = board.querySelector("[data-said]");
    const now = document.querySelector("[data-now]");
    before.title = [...title.childNodes].map((one) => one.cloneNode(true));
    before.span = span.textContent;

    const row = (v) => {
      const tr = el("tr");
      tr.append(el("td", null, { class: "n", "aria-hidden": "true" }));
      const name = el("th", null, { scope: "row" });
      name.append(link(v[1], v[8] + ".html"), " ", el("span", v[0], { class: "code" }));
      tr.append(name, el("td", v[3] || "không ghi", { "data-l": "Thời hạn" }));
      tr.append(el("td", v[4] || "không ghi", { "data-l": "Phí, lệ phí" }));
      const by = el("td", null, { "data-l": "Quyết định" });
      by.append(link(v[5], "../../" + v[6] + "/index.html"));
      if (v[9]) by.append(" ", el("span", v[9], { class: "soon" }));
      tr.append(by);
      return tr;
    };
    const show = async (day) => {
      if (!held.board) await load("board.js");
      if (!held.versions) await load(root + "assets/versions.js");
      const mine = held.board
        .filter(([, from, until]) => from <= day && (!until || day < until))
        .map(([key]) => held.versions[key]);
      const sectors = new Map();
      for (const v of mine) sectors.set(v[2], [...(sectors.get(v[2]) || []), v]);
      const bodies = [...sectors.keys()].sort(vi.compare).map((sector) => {
        const rows = sectors.get(sector).sort((a, b) => vi.compare(a[1], b[1]) || vi.compare(a[0], b[0]));
        const body = el("tbody");
        const head = el("tr", null, { class: "sector" });
        const cell = el("th", null, { colspan: "5", scope: "rowgroup" });
        cell.append(link(sector, "../../" + rows[0][7] + "/index.html"), " (" + rows.length + ")");
        head.append(cell);
        body.append(head, ...rows.map(row));
        return body;
      });
      for (const body of [...table.tBodies]) body.remove();
      table.append(...bodies);
      // Of a day before all that was received nothing is known: that is no empty board.
      const first = held.board.map(([, from]) => from).sort()[0];
      const known = first !== undefined && first <= day;
      if (empty) empty.hidden = mine.length > 0 || !known;
      title.replaceChildren("Ngày " + shown(day) + ": " + (known ? mine.length + " thủ tục " : "chưa biết "), el("span", known ? mine.length + " procedures" : "not known", { class: "en", lang: "en" }));
      span.textContent = known
        ? "Bảng phải có vào ngày " + shown(day) + ", theo những gì nay đã biết."
        : "Chưa biết ngày " + shown(day) + " phải niêm yết gì" +
          (first ? ": những gì đã nhận chỉ cho biết bảng từ ngày " + shown(first) : "") + ".";
      said.textContent = title.textContent;
      if (now) now.hidden = true;
    };
    const back = () => {
      for (const body of [...table.tBodies]) body.remove();
      table.append(...before.bodies);
      title.replaceChildren(...before.title.map((one) => one.cloneNode(true)));
      span.textContent = before.span;
      if (empty) empty.hidden = false;
      if (now) now.hidden = false;
      said.textContent = title.textContent;
    };
    const given = () => (new URLSearchParams(location.search).get("on") || "").trim();
    const asked = (day) => history.replaceState(null, "", location.pathname + (day ? "?on=" + day : ""));
    picker.hidden = false;
    picker.addEventListener("submit", (event) => {
      event.preventDefault();
      const day = picker.elements.on.value;
      if (isDay(day)) show(day).then(() => asked(day));
    });
    picker.querySelector("[data-today]").addEventListener("click", () => {
      back();
      asked("");
    });
    // As people write it, 01/8/2025, or as the address has it.
    const [, d, m, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(given()) || [];
    const wanted = y ? [y, m.padStart(2, "0"), d.padStart(2, "0")].join("-") : given();
    if (isDay(wanted)) {
      picker.elements.on.value = wanted;
      show(wanted);
    } else if (/^\d{4}-\d\d-\d\d$/.test(wanted)) {
      said.textContent = span.textContent = "Lịch không có ngày " + shown(wanted) + "; đây là bảng hiện nay.";
    } else if (wanted) {
      said.textContent = span.textContent = "“" + wanted + "” không phải là một ngày (như 2025-07-01); đây là bảng hiện nay.";
    }
  }

  // ---- search ----
  // A word twice: without marks and đ, and with its marks in one order wherever they stand (hoà, hòa). A lone i or y after
  // its consonants is the same (quản lí, quản lý).
  const alike = (word) => word.replace(/^(qu|[bcdđghklmnpqrstvx]*)y(?![a-z])/, "$1i");
  const split = (text) => text.normalize("NFC").toLowerCase().match(/[\p{L}\p{M}\d]+(?:[.]\d+)*/gu) || [];
  const word = (shown) => {
    const apart = alike(shown.normalize("NFD"));
    const letters = apart.replace(/[\u0300-\u036f]/g, "");
    const marks = (apart.match(/[\u0300-\u036f]/g) || []).sort().join("");
    return { plain: letters.replace(/đ/g, "d"), marked: letters + marks, shown };
  };
  const words = (text) => split(text).map(word);

  const form = document.querySelector("[data-search]");
  if (form && held.index) {
    const list = document.querySelector("[data-results]");
    const found = document.querySelector("[data-found]");
    const most = 100; // entries shown; nobody reads on, the count is told
    const below = (sector, levels, state) =>
      [sector, levels.map((one) => held.labels.level[one]).join(", "), held.labels.state[state]].join(" · ");
    const entries = held.index.map(([kind, code, name, sector, levels, live, href, more]) => ({
      kind, code, name, sector, levels, live,
      href: href || "p/" + code + "/index.html",
      more: kind === "p" ? below(sector, levels, more) : more,
      plain: (code + " " + name).normalize("NFC").toLowerCase(),
      words: words(code + " " + name + " " + sector + (kind === "d" ? " " + more : "")),
    }));
    // The last word is perhaps not written to its end; numbers and codes are found by their beginnings.
    const fits = (token, found, last, strict) => {
      if (strict ? found.marked === token.marked : found.plain === token.plain) return 3;
      const begun = last || /^\d/.test(token.plain);
      if (!begun) return 0;
      return (strict ? found.shown.startsWith(token.shown) : found.plain.startsWith(token.plain)) ? 1 : 0;
    };
    const score = (entry, tokens, raw, strict) => {
      let sum = 0;
      for (const [number, token] of tokens.entries()) {
        let best = 0;
        for (const [place, found] of entry.words.entries()) {
          const points = fits(token, found, number === tokens.length - 1, strict);
          if (points) best = Math.max(best, points + (place === 0 ? 2 : 0));
        }
        if (!best) return 0;
        sum += best;
      }
      const text = " " + entry.words.map((one) => one.plain).join(" ") + " ";
      if (tokens.length > 1 && text.includes(" " + tokens.map((one) => one.plain).join(" "))) sum += 4;
      if (entry.plain.includes(raw)) sum += 3;
      return sum + (entry.live ? 2 : 0) + (entry.kind === "u" ? 1 : 0);
    };
    const look = () => {
      const asked = form.elements.q.value.trim();
      const tokens = words(asked);
      const raw = asked.normalize("NFC").toLowerCase();
      const kind = form.elements.kind.value;
      const level = form.elements.level.value;
      const sector = form.elements.sector.value;
      list.replaceChildren();
      if (!tokens.length && !level && !sector) {
        found.textContent = "";
        return;
      }
      const hitsOf = (strict) =>
        entries
          .filter(
            (entry) =>
              (!kind || entry.kind === kind) && (!level || entry.levels.includes(level)) && (!sector || entry.sector === sector)
          )
          .map((entry) => [tokens.length ? score(entry, tokens, raw, strict) : 1, entry])
          .filter(([points]) => points);
      // Who writes marks means them; where nothing bears them, they do not count (they may be wrong).
      const marked = tokens.some((one) => one.marked !== one.plain);
      let hits = hitsOf(marked);
      if (marked && !hits.length) hits = hitsOf(false);
      hits.sort((a, b) => b[0] - a[0] || vi.compare(a[1].name, b[1].name) || vi.compare(a[1].code, b[1].code));
      found.textContent = hits.length
        ? "Tìm thấy " + hits.length + (hits.length > most ? ", hiện " + most + " kết quả đầu" : "") + "."
        : "Không tìm thấy. Hãy thử ít chữ hơn, hoặc bỏ bớt điều kiện lọc.";
      for (const [, entry] of hits.slice(0, most)) {
        const item = el("li");
        item.append(link(entry.name, root + entry.href));
        if (entry.code) item.append(" ", el("span", entry.code, { class: "code" }));
        item.append(el("div", entry.more, { class: "more" }));
        list.append(item);
      }
    };
    const params = new URLSearchParams(location.search);
    for (const name of ["q", "kind", "level", "sector"]) if (params.get(name)) form.elements[name].value = params.get(name);
    form.hidden = false;
    form.addEventListener("input", look);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const kept = new URLSearchParams();
      for (const name of ["q", "kind", "level", "sector"]) if (form.elements[name].value) kept.set(name, form.elements[name].value);
      history.replaceState(null, "", location.pathname + "?" + kept);
      look();
    });
    look();
  }
})();
