
/* ── the page ─────────────────────────────────────────────────────────────────────────────────── */

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const model = graphModel(data);
  const nodes = data.nodes;
  const numberOf = new Map(nodes.map((node, number) => [node.id, number]));
  const at = (id) => document.getElementById(id);
  const say = (name, values = {}) => data.words[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const titles = (numbers) => [...numbers].map((one) => nodes[one].title).join(", ");
  const before = model.available([]);
  /* asked: parts of the address that name nothing here; they stay in it until they are left out. */
  const state = { losses: [], chosen: null, result: before, asked: [] };

  function made(tag, options = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "class") element.className = value;
      else if (key === "text") element.textContent = value;
      else if (key === "click") element.addEventListener("click", value);
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((one) => one !== null));
    return element;
  }
  const isolated = (text) => made("bdi", { text });
  const listed = (items) => made("ul", {}, ...items.map((one) => one instanceof Node && one.tagName === "LI" ? one : made("li", {}, one)));

  /* ── what is lost ── */

  function badge(number) {
    if (state.result.lost.has(number)) return made("span", { class: "tag is-lost", text: data.words.lost });
    if (state.result.atMinimum.has(number)) return made("span", { class: "tag is-minimum", text: data.words.minimum });
    return null;
  }
  function link(number, ...more) {
    const id = nodes[number].id;
    const button = made("a", { class: "link", href: `#show=${encodeURIComponent(id)}`, "data-show": id, click: (event) => {
      event.preventDefault();
      choose(number, true);
    } }, isolated(nodes[number].title));
    return made("span", {}, button, badge(number), ...more);
  }
  const tag = (text) => made("span", { class: "tag", text });

  function because(number) {
    const reason = state.result.lost.get(number) || state.result.atMinimum.get(number);
    if (!reason) return "";
    const things = titles(reason.through);
    if (reason.what === "named") return say("named");
    if (reason.what === "need") return say("because_need", { things });
    if (reason.what === "staffing") return say("because_staffing", { things });
    return things ? say("because_gate", { need: reason.need, left: reason.left, things })
      : say("because_overdrawn", { need: reason.need, left: reason.left });
  }

  /* Ids and titles with commas between them; a title may hold a comma itself. */
  function understood(text) {
    const parts = text.split(/[,;\n]/), found = [], faults = [];
    for (let first = 0; first < parts.length;) {
      let taken = 0;
      for (let length = parts.length - first; length > 0 && !taken; length--) {
        const words = parts.slice(first, first + length).join(",").trim();
        const numbers = words ? called(words) : [];
        if (numbers !== null) { found.push(...numbers); taken = length; }
      }
      if (!taken) { faults.push(parts[first].trim()); taken = 1; }
      first += taken;
    }
    return { found: [...new Set(found)], faults };
  }
  /* Risks that were named: id of a word of the page → their titles. */
  const risks = { uncounted: new Set(), uncounted_only: new Set(), takes_nothing: new Set() };
  function forgetRisks() { for (const several of Object.values(risks)) several.clear(); }
  function riskCalled(words) { return data.risks.find((one) => one.id === words || folded(one.title) === folded(words)); }
  /* The numbers that words mean, of a risk those of what it takes; null: there is no such thing. */
  function called(words) {
    const plain = words.replace(/^(.*) \(([^()]+)\)$/, "$2");
    for (const wanted of [words, plain]) if (numberOf.has(wanted)) return [numberOf.get(wanted)];
    const risk = riskCalled(words) || riskCalled(plain);
    const same = nodes.flatMap((node, number) => folded(node.title) === folded(words) ? [number] : []);
    if (same.length) return same;
    if (!risk) return null;
    if (risk.uncounted) risks[risk.removes.length ? "uncounted" : "uncounted_only"].add(risk.title);
    else if (!risk.removes.length) risks.takes_nothing.add(risk.title);
    return risk.removes;
  }

  function giveBack(number) {
    if (state.losses.length === 1) forgetRisks();
    setLosses(state.losses.filter((one) => one !== number));
  }
  function lose(numbers) { setLosses([...state.losses, ...numbers]); }
  function setLosses(numbers) {
    state.losses = [...new Set(numbers)];
    state.result = state.losses.length ? model.available(state.losses) : before;
    tellLosses();
    if (state.chosen !== null) tellAbout(state.chosen);
    mark();
    remember();
  }

  function section(title, items) {
    return items.length ? [made("h3", { text: title }), listed(items)] : [];
  }
  function tellLosses() {
    const { lost, atMinimum, serving } = state.result;
    at("losses").replaceChildren(...state.losses.map((one) => made("li", {}, made("button", {
      type: "button", "aria-label": say("remove", { thing: nodes[one].title }),
      click: () => { giveBack(one); at("lose").focus(); },
    }, isolated(nodes[one].title), " ✕"))));
    const fresh = [...lost.keys()].filter((one) => !before.lost.has(one) || state.losses.includes(one));
    const processes = nodes.flatMap((node, number) => node.kind === "processes" ? [number] : []);
    const stop = processes.filter((one) => lost.has(one));
    const minimum = processes.filter((one) => atMinimum.has(one));
    const told = [];
    if (!state.losses.length) {
      const named = state.asked.length || Object.values(risks).some((several) => several.size);
      at("verdict").textContent = say(named ? "nothing_counted" : "nothing_lost");
    } else if (!stop.length && !minimum.length) {
      at("verdict").textContent = say("verdict_none");
    } else {
      at("verdict").textContent = say("verdict", { stop: stop.length, minimum: minimum.length, all: processes.length });
    }
    at("verdict").classList.toggle("is-lost", stop.length > 0);
    at("verdict").classList.toggle("is-minimum", !stop.length && minimum.length > 0);
    if (state.losses.length || stop.length || minimum.length) {
      const reason = (one, ...more) => made("span", {}, link(one), made("div", { class: "note", text: because(one) }), ...more);
      told.push(...section(say("stop"), stop.map((one) => reason(one))));
      told.push(...section(say("at_minimum"), minimum.map((one) => reason(one, made("div", {}, isolated(
        say("held", { things: serving.get(one).map((hold) => data.holds[hold].title).join(", ") })))))));
      const roles = fresh.filter((one) => nodes[one].kind === "roles");
      told.push(...section(say("empty_roles"), roles.map((one) => reason(one))));
      told.push(...section(say("pass_on"), model.roles.flatMap((role, place) => {
        const people = model.candidates[place];
        if (lost.has(role) || !people.length || !lost.has(people[0]) || before.lost.has(people[0])) return [];
        const rest = people.filter((one) => !lost.has(one));
        return [made("span", {}, link(role), made("div", { class: "note", text: say("left_for", { things: titles(rest) }) }))];
      })));
      /* A process that goes on while nobody can call it must not look as if nothing had happened. */
      const switched = nodes.flatMap((node, number) => !["redundancy", "numbers"].includes(node.kind) || lost.has(number)
        || !node.gates.some((gate) => gate.serving < gate.ways.length
          && gate.ways.slice(0, gate.serving).some((way) => way.some((one) => lost.has(one)))) ? [] : [number]);
      told.push(...section(say("switched"), switched.map((one) => link(one))));
      const closed = fresh.filter((one) => nodes[one].kind === "queues");
      told.push(...section(say("closed"), closed.map((one) => reason(one))));
      const others = fresh.filter((one) => !["roles", "processes", "queues"].includes(nodes[one].kind) && !state.losses.includes(one));
      if (others.length) {
        told.push(made("details", others.length <= 5 ? { open: "" } : {},
          made("summary", { text: `${say("fall")}: ${others.length}` }), listed(others.map((one) => reason(one)))));
      }
    }
    for (const [word, several] of Object.entries(risks)) {
      for (const risk of several) told.push(made("p", { class: word === "uncounted" ? "note" : "fault", text: say(word, { risk }) }));
    }
    if (before.lost.size) told.push(made("p", { class: "note", text: say("before", { things: titles(before.lost.keys()) }) }));
    at("fallen").replaceChildren(...told);
  }

  at("lose-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = at("lose"), fault = at("lose-fault");
    const { found, faults } = understood(field.value);
    fault.hidden = !faults.length;
    fault.textContent = faults.map(notFound).join(" ");
    field.value = faults.join(", ");
    field.setAttribute("aria-invalid", String(faults.length > 0));
    lose(found);
  });
  function notFound(words) {
    const near = matches(words).slice(0, 3).map((one) => one.title);
    return [say("unknown", { words }), ...(near.length ? [say("did_you_mean", { things: near.join(", ") })] : [])].join(" ");
  }
  at("clear").addEventListener("click", () => {
    at("lose").value = "";
    at("lose-fault").hidden = true;
    forgetRisks();
    leaveOut();
    setLosses([]);
  });
  at("all-things").replaceChildren(
    ...nodes.map((node) => made("option", { value: node.id }, node.title)),
    ...data.risks.map((risk) => made("option", { value: risk.id }, risk.title)));

  /* ── about one thing ── */

  function gateItems(gate) {
    const shared = gate.ways.length ? gate.ways[0].slice(1).filter((one) => gate.ways.every((way) => way.slice(1).includes(one))) : [];
    return [
      ...gate.ways.map((way, place) => {
        const own = way.slice(1).filter((one) => !shared.includes(one));
        return link(way[0],
          place >= gate.serving ? tag(say("stand_in")) : null,
          gate.weights[place] !== 1 ? tag(say("counts", { amount: gate.weights[place] })) : null,
          own.length ? made("div", { class: "note", text: say("also", { things: titles(own) }) }) : null);
      }),
      ...shared.map((one) => link(one)),
    ];
  }
  function deeper(all, direct) {
    const rest = [...all].filter((one) => !direct.has(one)).sort((a, b) => a - b);
    if (!rest.length) return [];
    return [made("details", {}, made("summary", { text: say("any_depth", { count: all.size }) }), listed(rest.map((one) => link(one))))];
  }
  function tellAbout(number) {
    const node = nodes[number], told = [];
    at("about").hidden = false;
    at("about-title").replaceChildren(isolated(node.title));
    told.push(made("p", { class: "note" }, `${data.ones[node.kind] || node.kind} · `, made("code", { text: node.id })));
    const lost = state.result.lost.has(number), held = state.result.atMinimum.has(number);
    if (state.losses.length || lost || held) {
      const status = lost ? data.words.lost : held ? data.words.minimum : say("stands");
      told.push(made("p", {}, made("span", { class: lost ? "is-lost" : held ? "is-minimum" : "", text: status }), " ", because(number)));
      if (held) told.push(made("p", { text: say("held", { things: state.result.serving.get(number).map((hold) => data.holds[hold].title).join(", ") }) }));
    }
    if (node.stops.length) told.push(made("p", { class: "is-lost", text: say("single", { things: titles(node.stops) }) }));
    const taken = state.losses.includes(number);
    told.push(made("p", { class: "row" },
      made("button", { type: "button", id: "lose-this", "aria-pressed": String(taken), click: () => {
        if (taken) giveBack(number); else lose([number]);
        at("lose-this").focus();
      }, text: say(taken ? "keep" : "lose") }),
      made("button", { type: "button", click: forget, text: say("close") })));
    if (node.answering.length) {
      told.push(made("h3", { text: say("answering") }), listed(node.answering.map((one) => numberOf.has(one.id)
        ? made("span", {}, link(numberOf.get(one.id)), tag(one.relation))
        : made("span", {}, isolated(one.who), tag(one.relation)))));
    }
    told.push(made("h3", { text: say("needs") }));
    const direct = new Set(model.needsOf(number)), all = model.under([number], model.needsOf);
    all.delete(number);
    if (!direct.size) told.push(made("p", { class: "note", text: say("needs_nothing") }));
    if (node.needs.length) told.push(listed(node.needs.map((one) => link(one))));
    const standing = [...new Set(node.stands_in.flatMap(([site, causes]) => [site, ...causes]))];
    if (standing.length) told.push(listed(standing.map((one) => link(one, tag(say("building"))))));
    for (const gate of node.gates) {
      told.push(made("div", { class: "gate" }, made("span", { class: "some", text: gate.choice ? gate.words : say("all_of") }), listed(gateItems(gate))));
    }
    for (const place of model.holdsOf.get(number) || []) {
      const hold = data.holds[place];
      told.push(made("div", { class: "gate" }, made("span", { text: say("strategy", { strategy: hold.title, things: titles(hold.without) }) }), listed(hold.needs.map((one) => link(one)))));
    }
    told.push(...deeper(all, direct));
    told.push(made("h3", { text: say("needed_by") }));
    const users = model.usersOf(number), above = model.under([number], model.usersOf);
    above.delete(number);
    if (!users.length) told.push(made("p", { class: "note", text: say("needed_by_nothing") }));
    else told.push(listed(users.map((user) => link(user, ...waysOf(user, number)))));
    told.push(...deeper(above, new Set(users)));
    at("about-body").replaceChildren(...told);
  }
  function waysOf(user, number) {
    if (nodes[user].needs.includes(number)) return [];
    const gate = nodes[user].gates.find((one) => one.ways.some((way) => way.includes(number)));
    if (!gate && nodes[user].stands_in.length && !(model.holdsOf.get(user) || []).length) return [tag(say("building"))];
    if (!gate) return (model.holdsOf.get(user) || []).filter((hold) => data.holds[hold].needs.includes(number))
      .map((hold) => tag(say("strategy_for", { strategy: data.holds[hold].title })));
    const place = gate.ways.findIndex((way) => way[0] === number);
    return [gate.choice ? tag(say("among", { some: gate.words })) : null, place >= gate.serving ? tag(say("stand_in")) : null];
  }
  function choose(number, move) {
    state.chosen = number;
    tellAbout(number);
    mark();
    remember();
    if (move) { at("about-title").focus({ preventScroll: true }); at("about").scrollIntoView({ block: "nearest" }); }
    reveal(number);
  }
  function forget() {
    if (state.chosen === null) return;
    state.chosen = null;
    at("about").hidden = true;
    mark();
    remember();
    at("search").focus();
  }

  /* ── search ── */

  const things = [
    ...nodes.map((node, number) => ({ number, title: node.title, kind: data.ones[node.kind] || node.kind, words: folded(`${node.title} ${node.id}`) })),
  ];
  function matches(text) {
    const wanted = folded(text.trim()).split(/\s+/).filter(Boolean);
    if (!wanted.length) return [];
    const found = things.filter((one) => wanted.every((word) => one.words.includes(word)));
    const rank = (one) => one.words.startsWith(wanted[0]) ? 0 : one.words.includes(` ${wanted[0]}`) ? 1 : 2;
    return found.map((one, place) => [rank(one), place, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => one);
  }
  const SHOWN = 30;
  const search = at("search"), list = at("found");
  let results = [], marked = -1;
  function showFound() {
    results = matches(search.value);
    marked = results.length ? 0 : -1;
    const shown = results.slice(0, SHOWN).map((one, place) => made("li", {
      role: "option", id: `found-${place}`, "aria-selected": String(place === 0), click: () => take(place),
    }, isolated(one.title), made("span", { class: "note", text: ` ${one.kind} · ${nodes[one.number].id}` })));
    if (results.length > SHOWN) shown.push(made("li", { class: "none note", role: "presentation", text: say("more", { count: results.length - SHOWN }) }));
    if (!results.length) shown.push(made("li", { class: "none note", role: "presentation", text: say("unknown", { words: search.value.trim() }) }));
    list.replaceChildren(...shown);
    open(search.value.trim() !== "");
  }
  function open(whether) {
    list.hidden = !whether;
    search.setAttribute("aria-expanded", String(whether));
    if (whether && marked >= 0) search.setAttribute("aria-activedescendant", `found-${marked}`);
    else search.removeAttribute("aria-activedescendant");
  }
  function step(by) {
    const count = Math.min(results.length, SHOWN);
    if (!count) return;
    marked = (marked + by + count) % count;
    [...list.children].forEach((one, place) => { if (place < count) one.setAttribute("aria-selected", String(place === marked)); });
    list.children[marked].scrollIntoView({ block: "nearest" });
    open(true);
  }
  function take(place) {
    if (!results[place]) return;
    open(false);
    search.value = "";
    choose(results[place].number, true);
  }
  search.addEventListener("input", showFound);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { step(list.hidden ? 0 : 1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else if (event.key === "Enter" && !list.hidden) { take(marked); event.preventDefault(); }
    else if (event.key === "Escape" && !list.hidden) { open(false); event.stopPropagation(); event.preventDefault(); }
  });
  search.addEventListener("blur", () => setTimeout(() => open(false), 200));

  const { reveal, mark, show, count } = graphPicture({ at, data, model, numberOf, state, choose });

  /* ── keys of the whole page, and what the address remembers ── */

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName || "");
    if (event.key === "/" && !typing) { search.focus(); search.select(); event.preventDefault(); }
    else if (event.key === "Escape") {
      if (typing && event.target.value && event.target.tagName === "INPUT") event.target.value = "";
      else forget();
    }
  });
  window.addEventListener("beforeprint", () => at("fallen").querySelectorAll("details").forEach((one) => { one.open = true; }));
  function remember() {
    const parts = [];
    if (state.losses.length) parts.push(`lose=${state.losses.map((one) => encodeURIComponent(nodes[one].id)).join(",")}`);
    if (state.chosen !== null) parts.push(`show=${encodeURIComponent(nodes[state.chosen].id)}`);
    parts.push(...state.asked.map((one) => one.part));
    try { history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname); } catch { /* not on this kind of address */ }
  }
  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  function recall() {
    const losses = [], shown = [];
    forgetRisks();
    state.asked = [];
    for (const part of location.hash.slice(1).split("&").filter(Boolean)) {
      const [, name, several] = /^(lose|show)=(.*)$/s.exec(part) || [null, null, part];
      for (const one of several.split(",").filter(Boolean)) {
        const words = decoded(one), risk = name === "show" && !numberOf.has(words) ? riskCalled(words) : undefined;
        const numbers = name === null || risk ? null : called(words);
        if (numbers !== null) (name === "lose" ? losses : shown).push(...numbers);
        else state.asked.push({ part: name === null ? one : `${name}=${one}`, told: risk ? say("not_shown", { risk: risk.title }) : notFound(words) });
      }
    }
    tellAsked();
    setLosses(losses);
    if (shown.length) choose(shown[0], false);
  }
  /* What the address asks for and is not here must not look as if it had been asked and held. */
  function tellAsked() {
    at("asked").hidden = !state.asked.length;
    at("asked").replaceChildren(...state.asked.map((one) => made("p", {}, isolated(one.told))), ...(!state.asked.length ? [] : [
      made("button", { type: "button", id: "leave-out", text: say("leave_out"), click: () => { leaveOut(); setLosses(state.losses); at("lose").focus(); } })]));
  }
  function leaveOut() { state.asked = []; tellAsked(); }
  window.addEventListener("hashchange", recall);
  recall();
  if (count) show(0);
  if (state.chosen !== null) reveal(state.chosen);
  window.bcpGraph = Object.freeze({ model: graphModel, data });
})();
