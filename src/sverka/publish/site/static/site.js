/* What makes pages handier that are complete without it: sorting, filters, the search, news of new figures. It never computes a figure. */
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

  /* --- the search: it loads the file in which the words that begin as typed would stand --- */

  const LOOK_ALIKE = { "ң": "н", "ө": "о", "ү": "у", "ё": "е" };
  const MOST_FOUND = 60;

  const wordsOf = (text) =>
    text.normalize("NFC").toLowerCase().replace(/[ңөүё]/g, (letter) => LOOK_ALIKE[letter]).match(/[\p{L}\p{N}]+/gu) ?? [];

  const makeSearch = (form) => {
    const input = form.querySelector("input");
    const shown = document.querySelector(".found");
    const folder = new URL(".", new URL(form.dataset.src, location.href));
    const loaded = new Map();

    const load = (url) => {
      if (!loaded.has(url.href)) {
        loaded.set(url.href, fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))));
      }
      return loaded.get(url.href);
    };

    /* The files that may hold words which begin with this one; a word of every name is in none. */
    const shardsFor = (word, shards) => {
      let at = shards.findLastIndex(([first]) => first <= word);
      const found = at < 0 ? [] : [shards[at]];
      while (found.length < 3 && ++at < shards.length && shards[at][0].startsWith(word)) found.push(shards[at]);
      return found.map(([, name]) => new URL(name, folder));
    };

    /* What has all the words, found by one of them; a station of just this number first, then whole words. */
    const itemsFor = async (word, words, shards, found) => {
      for (const shard of await Promise.all(shardsFor(word, shards).map(load))) {
        for (const [known, places] of shard.words) {
          if (!known.startsWith(word)) continue;
          for (const item of places.map((place) => shard.items[place])) {
            const held = wordsOf(`${item[0]} ${item[1]}`);
            if (!words.every((each) => held.some((one) => one.startsWith(each)))) continue;
            const rank = wordsOf(item[0]).join(" ") === words.join(" ") ? 0 : held.includes(word) ? 1 : 2;
            if (rank < (found.get(item[2])?.[0] ?? 3)) found.set(item[2], [rank, item]);
          }
        }
      }
    };

    const search = async (text) => {
      const { width, shards } = await load(new URL(form.dataset.src, location.href));
      const found = new Map();
      const typed = wordsOf(text);
      const padded = typed.length === 1 && /^\d+$/.test(typed[0]) ? [typed[0].padStart(width, "0")] : typed;
      for (const words of padded.join() === typed.join() ? [typed] : [padded, typed]) {
        const before = found.size;
        for (const word of [...words].sort((a, b) => b.length - a.length)) {
          if (found.size === before) await itemsFor(word, words, shards, found);
        }
      }
      const ranked = [...found.values()].sort(([a, one], [b, other]) => a - b || collator.compare(one[0], other[0]));
      return ranked.map(([, item]) => item);
    };

    /* A station that the index does not know, by its page. */
    const named = async (text) => {
      if (!/^[A-Za-z0-9][\w.-]*$/.test(text)) return [];
      const path = `station/${text}.html`;
      const answer = await fetch(path, { method: "HEAD" }).catch(() => ({ ok: false }));
      return answer.ok ? [[text, "", path]] : [];
    };

    const show = (items) => {
      const list = document.createElement("ul");
      for (const [label, beside, path] of items.slice(0, MOST_FOUND)) {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = path;
        link.textContent = label;
        line.append(link, beside ? ` ${beside}` : "");
        list.append(line);
      }
      const said = document.createElement("p");
      said.textContent = !items.length ? shown.dataset.none : items.length > MOST_FOUND ? shown.dataset.many : "";
      shown.replaceChildren(...(items.length ? [list] : []), ...(said.textContent ? [said] : []));
    };

    let asked = 0;
    const apply = async () => {
      const text = input.value.trim();
      const mine = ++asked;
      if (!text) return shown.replaceChildren();
      if (!location.protocol.startsWith("http")) return void (shown.textContent = shown.dataset.disk);
      const found = await search(text).catch(() => []);
      const items = found.length || form.dataset.open === undefined ? found : await named(text);
      if (mine !== asked) return undefined;
      show(items);
      return items;
    };

    const given = new URLSearchParams(location.search).get("q");
    if (given) input.value = given;
    input.addEventListener("input", apply);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const items = (await apply()) ?? [];
      const exactly = items.filter(([label]) => label.toLowerCase() === input.value.trim().toLowerCase());
      const [only] = exactly.length ? exactly : items;
      if (exactly.length === 1 || items.length === 1) location.href = new URL(only[2], location.href).href;
    });
    apply();
  };

  /* --- a reader's own station, kept in this browser alone --- */

  const rootOf = () => new URL(document.querySelector("main").dataset.up ?? "../", location.href).pathname;
  const kept = {
    key: () => `sverka ${rootOf()}`,
    read: () => { try { return localStorage.getItem(kept.key()); } catch { return null; } },
    write: (id) => { try { id ? localStorage.setItem(kept.key(), id) : localStorage.removeItem(kept.key()); } catch { /* not kept */ } },
  };

  const makeKeep = (button) => {
    const mine = () => { try { return JSON.parse(kept.read() ?? "null"); } catch { return null; } };
    const path = location.pathname.split("/").slice(-2).join("/");
    const apply = () => { button.textContent = mine()?.[1] === path ? button.dataset.forget : button.dataset.keep; };
    button.addEventListener("click", () => {
      kept.write(mine()?.[1] === path ? "" : JSON.stringify([button.dataset.mine, path]));
      apply();
    });
    button.hidden = false;
    apply();
  };

  const showMine = (place) => {
    let mine = null;
    try { mine = JSON.parse(kept.read() ?? "null"); } catch { /* another program's */ }
    if (!Array.isArray(mine) || !/^station\/[\w.~-]+\.html$/.test(mine[1])) return;
    const link = place.querySelector("a");
    link.textContent = mine[0];
    link.href = mine[1];
    place.hidden = false;
  };

  /* --- new figures: one small file is asked for; a page is fetched again only when something was published --- */

  const watchForNews = (main) => {
    const screen = document.body.classList.contains("screen");
    const now = new URL(`${main.dataset.up}now.json`, location.href);
    let known = Number(main.dataset.changed);
    let told = false;
    let wait = 60;

    const sameAs = (other) => other?.dataset.changed === main.dataset.changed
      && Boolean(other.querySelector(".notice:not(.kept)")) === Boolean(main.querySelector(".notice:not(.kept)"));

    const tell = () => {
      if (screen) return location.reload();
      if (told) return undefined;
      told = true;
      const note = document.createElement("div");
      note.className = "fresh";
      note.setAttribute("role", "status");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = main.dataset.show;
      button.addEventListener("click", () => location.reload());
      note.append(`${main.dataset.fresh} `, button);
      return document.body.append(note);
    };

    const look = async () => {
      if (document.hidden || told) return;
      const answer = await fetch(now, { cache: "no-cache" });
      if (!answer.ok) return;
      const said = await answer.json();
      wait = Math.min(Math.max(said.next_every || 60, 15), 600);
      const asOf = document.querySelector(".as-of");
      if (asOf) {
        asOf.textContent = asOf.dataset.asOf + said.published_at.replace(/^(\d+)-(\d+)-(\d+)T(\d+:\d+).*?([+-]\d+):?(\d+)$/, "$3.$2.$1, $4 UTC$5:$6");
        asOf.hidden = false;
      }
      const stopped = Boolean(said.stopped) !== Boolean(main.querySelector(".notice:not(.kept)"));
      if (said.size <= known && !stopped) return;
      const page = await fetch(location.href, { cache: "no-cache" });
      if (!page.ok) return;
      known = said.size;
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("main");
      if (!sameAs(fresh)) tell();
    };

    const later = () => setTimeout(async () => {
      await look().catch(() => {});
      later();
    }, wait * 1000 * (0.8 + 0.4 * Math.random()));

    document.addEventListener("visibilitychange", () => { look().catch(() => {}); });
    if (screen) look().catch(() => {});
    later();
  };

  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  document.querySelectorAll("form[data-filters]").forEach(makeFilter);
  document.querySelectorAll("form.search[data-src]").forEach(makeSearch);
  document.querySelectorAll("button[data-mine]").forEach(makeKeep);
  document.querySelectorAll(".mine").forEach(showMine);
  if (location.protocol.startsWith("http") && !document.querySelector("[data-kept]")) {
    document.querySelectorAll("main[data-changed]").forEach(watchForNews);
  }
})();
