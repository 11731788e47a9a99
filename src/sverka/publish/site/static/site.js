/* What makes lists handier: sorting and filtering of tables that are complete without it. It never computes a figure. */
"use strict";

(() => {
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });

  /* The number a cell shows, or NaN: thousands separators go, the minus sign becomes one that JavaScript knows. */
  const numberIn = (text) => {
    const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(/^\+/, "");
    return /^-?\d[\d,.]*$/.test(bare) ? Number(bare.replace(/[,.]/g, "")) : NaN;
  };

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const text = (cell.dataset.key ?? cell.textContent).trim();
    const number = numberIn(text);
    return { text, number };
  };

  const compare = (a, b) => {
    const [one, other] = [Number.isNaN(a.number), Number.isNaN(b.number)];
    if (one !== other) return one ? 1 : -1;
    return one ? collator.compare(a.text, b.text) : a.number - b.number;
  };

  const sortBy = (table, column, ascending) => {
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, column), row]);
    keyed.sort(([a], [b]) => (ascending ? compare(a, b) : compare(b, a)));
    body.append(...keyed.map(([, row]) => row));
  };

  const makeSortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.dataset.unsorted !== undefined) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...[...head.childNodes].filter((node) => node.nodeName !== "SMALL"));
      head.prepend(button);
      button.addEventListener("click", () => {
        const ascending = head.getAttribute("aria-sort") === "descending" || !head.classList.contains("n")
          ? head.getAttribute("aria-sort") !== "ascending"
          : false;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        sortBy(table, column, ascending);
      });
    });
  };

  const makeFilter = (form) => {
    const table = document.getElementById(form.dataset.filters);
    const shown = form.querySelector("output");
    const apply = () => {
      const wanted = [...form.querySelectorAll("select")].filter((select) => select.value);
      let count = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = !wanted.every((select) => row.dataset[select.name].split(" ").includes(select.value));
        count += row.hidden ? 0 : 1;
      }
      shown.textContent = shown.dataset.text.replace("{n}", count.toLocaleString(language === "ky" ? "ru" : language));
    };
    form.hidden = false;
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  };

  const makeSearch = (form) => {
    const input = form.querySelector("input");
    const list = document.getElementById(form.dataset.searches);
    if (!list) return;
    const status = form.querySelector("output");
    const places = [...list.querySelectorAll("[data-id]")];
    const apply = () => {
      const wanted = input.value.trim().toLowerCase();
      let found = 0;
      for (const place of places) {
        place.hidden = wanted !== "" && !place.dataset.id.toLowerCase().includes(wanted);
        found += place.hidden ? 0 : 1;
      }
      for (const group of list.querySelectorAll("[data-group]")) {
        group.hidden = !group.querySelector("[data-id]:not([hidden])");
      }
      status.textContent = wanted && !found ? status.dataset.none : "";
    };
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) input.value = asked;
    input.addEventListener("input", apply);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [only] = places.filter((place) => place.dataset.id.toLowerCase() === input.value.trim().toLowerCase());
      if (only) location.href = only.querySelector("a").href;
    });
    apply();
  };

  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  document.querySelectorAll("form[data-filters]").forEach(makeFilter);
  document.querySelectorAll("form[data-searches]").forEach(makeSearch);
})();
