/* Moves a table to the figures of any publication, and shows what came in between two. It never computes a figure. */
"use strict";

(() => {
  const NO_SHARE = -1;
  const ALMOST_ALL = -2;
  const NOTHING = "\u2013";

  /* Numbers as the page writes them. */
  const writer = (table) => {
    const { group, decimal, before } = table.dataset;
    const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, group);
    const hundredths = (h) => `${number(Math.floor(h / 100))}${decimal}${String(h % 100).padStart(2, "0")}${before}%`;
    const share = (h, votes) => {
      if (h === NO_SHARE) return NOTHING;
      if (h === ALMOST_ALL) return `>${hundredths(9999)}`;
      return h === 0 && votes > 0 ? `<${hundredths(1)}` : hundredths(h);
    };
    return { number, share };
  };

  const show = (table, points, place) => {
    const { number, share } = writer(table);
    const [, readings] = points[place];
    const [stationsIn, expected] = [table.querySelectorAll("[data-in]"), table.querySelectorAll("[data-expected]")];
    readings.forEach((reading, track) => {
      stationsIn[track].textContent = reading ? number(reading[0]) : NOTHING;
      expected[track].textContent = reading ? number(reading[1]) : NOTHING;
      for (const row of table.tBodies[0].rows) {
        const line = Number(row.dataset.place);
        const [votes, percent, bar] = [1, 2, 3].map((cell) => row.cells[3 * track + cell]);
        const h = reading ? reading[3][line] : NO_SHARE;
        votes.textContent = reading ? number(reading[2][line]) : NOTHING;
        percent.textContent = share(h, reading ? reading[2][line] : 0);
        bar.firstElementChild.value = h === ALMOST_ALL ? 10000 : Math.max(0, h);
      }
    });
  };

  for (const replay of document.querySelectorAll("[data-replay]")) {
    const points = JSON.parse(replay.querySelector("[data-series]").textContent);
    const [form, table] = [replay.querySelector("form"), replay.querySelector("table")];
    const [range, output] = [form.querySelector("input"), form.querySelector("output")];
    const move = () => {
      const place = Number(range.value);
      output.textContent = `${points[place][0]} (${place + 1}/${points.length})`;
      range.setAttribute("aria-valuetext", points[place][0]);
      show(table, points, place);
    };
    form.hidden = points.length < 2;
    form.addEventListener("submit", (event) => event.preventDefault());
    range.addEventListener("input", move);
    move();
  }

  for (const section of document.querySelectorAll("[data-history]")) {
    const form = section.querySelector("[data-between]");
    const rows = [...section.querySelectorAll("tbody tr")].filter((row) => row.dataset.size);
    if (!form || rows.length < 2) continue;
    const [from, to] = [form.elements.from, form.elements.to];
    const command = form.querySelector("[data-command]");
    for (const row of rows) {
      const text = row.cells[0].firstElementChild.textContent;
      from.append(new Option(text, row.dataset.size));
      to.append(new Option(text, row.dataset.size));
    }
    from.selectedIndex = rows.length - 1;
    const choose = () => {
      const [first, last] = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
      for (const row of rows) row.hidden = Number(row.dataset.size) <= first || Number(row.dataset.size) > last;
      command.textContent = command.dataset.text.replace("{from}", first).replace("{to}", last);
    };
    form.hidden = false;
    form.addEventListener("change", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
    command.textContent = command.dataset.text.replace("{from}", from.value).replace("{to}", to.value);
  }
})();
