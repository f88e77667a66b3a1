
/* The picture: moving, zooming, going from box to box, and marking what is lost and what is near.
   Given: the elements by id, the data, the model, the numbers of ids, what is lost and chosen now,
   and what to do when a box is opened. */
function graphPicture({ at, data, model, numberOf, state, choose }) {
  const nodes = data.nodes;
  const stage = at("stage");
  const pictures = stage ? [...stage.querySelectorAll("svg")] : [];
  let picture = null, view = { x: 0, y: 0, width: 1, height: 1 };
  const size = (svg) => ({ width: Number(svg.dataset.width), height: Number(svg.dataset.height) });
  const boxes = (svg = picture) => svg ? [...svg.querySelectorAll(".box")] : [];
  const boxOf = (id) => boxes().find((one) => one.dataset.id === id);
  for (const svg of pictures) {
    for (const box of boxes(svg)) {
      if (!numberOf.has(box.dataset.id)) continue;
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", "-1");
      box.setAttribute("aria-label", box.querySelector("title").textContent);
    }
  }
  const reachable = () => boxes().filter((one) => one.hasAttribute("tabindex"));
  function look() { picture.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`); }
  function ratio() { const frame = stage.getBoundingClientRect(); return frame.height / Math.max(frame.width, 1); }
  function fit() {
    const all = size(picture), shape = ratio();
    const width = Math.max(all.width, all.height / shape);
    view = { width, height: width * shape, x: (all.width - width) / 2, y: (all.height - width * shape) / 2 };
    look();
  }
  function begin() {
    /* Large enough to be read, at the process; all of it at once is one press away. */
    const all = size(picture), frame = stage.getBoundingClientRect();
    if (all.width <= frame.width * 1.25 && all.height <= frame.height * 1.25) { fit(); return; }
    const width = Math.min(Math.max(frame.width * 1.2, 300), all.width), first = reachable()[0];
    view = { x: 0, y: 0, width, height: width * ratio() };
    const middle = first ? centre(first) : { x: 0, y: all.height / 2 };
    view.y = middle.y - view.height / 2;
    view.x = Math.min(Math.max(middle.x - width / 5, 0), all.width - width);
    look();
  }
  function zoom(by, middle) {
    const about = middle || { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const all = size(picture), width = Math.min(Math.max(view.width * by, 120), Math.max(all.width, all.height / ratio()) * 3);
    const scale = width / view.width;
    view = { x: about.x - (about.x - view.x) * scale, y: about.y - (about.y - view.y) * scale, width, height: view.height * scale };
    look();
  }
  function move(x, y) { view.x += x; view.y += y; look(); }
  function place(event) {
    const frame = stage.getBoundingClientRect();
    return { x: view.x + (event.clientX - frame.left) / frame.width * view.width, y: view.y + (event.clientY - frame.top) / frame.height * view.height };
  }
  function centre(box) {
    const rect = box.querySelector("rect"), value = (name) => Number(rect.getAttribute(name));
    return { x: value("x") + value("width") / 2, y: value("y") + value("height") / 2 };
  }
  function reveal(number) {
    if (!picture) return;
    const box = boxOf(nodes[number].id);
    if (!box) return;
    /* Moved no farther than needed, and not past the edge of the picture. */
    const middle = centre(box), all = size(picture);
    const moved = (from, length, at, whole) => {
      const margin = length * 0.15, wanted = Math.min(Math.max(from, at + margin - length), at - margin);
      return whole <= length ? wanted : Math.min(Math.max(wanted, -20), whole - length + 20);
    };
    view.x = moved(view.x, view.width, middle.x, all.width);
    view.y = moved(view.y, view.height, middle.y, all.height);
    look();
  }
  function show(which) {
    picture = pictures[which];
    pictures.forEach((svg) => svg.classList.toggle("shown", svg === picture));
    const first = reachable()[0];
    if (first) first.setAttribute("tabindex", "0");
    begin();
    mark();
  }
  /* Lost things and the chosen one with its neighbourhood, in the picture that is shown. */
  function mark() {
    if (!picture) return;
    picture.querySelectorAll(".mark").forEach((one) => one.remove());
    const near = new Set();
    if (state.chosen !== null) {
      for (const one of model.under([state.chosen], model.needsOf)) near.add(one);
      for (const one of model.under([state.chosen], model.usersOf)) near.add(one);
    }
    const has = (id) => {
      if (numberOf.has(id)) return near.has(numberOf.get(id));
      const slash = id.lastIndexOf("/"), owner = slash < 0 ? undefined : numberOf.get(id.slice(0, slash));
      if (owner !== undefined) return near.has(owner);
      const hold = data.holds.find((one) => one.id === id);
      return hold !== undefined && near.has(hold.process);
    };
    picture.classList.toggle("looking", state.chosen !== null && boxOf(nodes[state.chosen].id) !== undefined);
    for (const box of boxes()) {
      const number = numberOf.get(box.dataset.id);
      const fallen = number !== undefined && state.result.lost.has(number);
      const held = number !== undefined && state.result.atMinimum.has(number);
      box.classList.toggle("fallen", fallen);
      box.classList.toggle("held", held);
      box.classList.toggle("chosen", number !== undefined && number === state.chosen);
      box.classList.toggle("near", has(box.dataset.id));
      if (number === undefined) continue;
      const words = box.querySelector("title").textContent;
      box.setAttribute("aria-label", fallen ? `${words}, ${data.words.lost}` : held ? `${words}, ${data.words.minimum}` : words);
      if (fallen || held) {
        const rect = box.querySelector("rect"), text = document.createElementNS("http://www.w3.org/2000/svg", "text");
        text.setAttribute("class", "mark");
        text.setAttribute("x", String(Number(rect.getAttribute("x")) + 6));
        text.setAttribute("y", String(Number(rect.getAttribute("y")) + 14));
        text.setAttribute("font-size", "13");
        text.textContent = fallen ? "✕" : "½";
        box.append(text);
      }
    }
    for (const arrow of picture.querySelectorAll(".arrow")) {
      arrow.classList.toggle("near", has(arrow.dataset.from) && has(arrow.dataset.to));
    }
  }
  function toNeighbour(box, x, y) {
    const from = centre(box);
    let best = null, least = Infinity;
    for (const other of reachable()) {
      if (other === box) continue;
      const to = centre(other), along = (to.x - from.x) * x + (to.y - from.y) * y;
      const aside = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
      if (along > 4 && along + 2 * aside < least) { least = along + 2 * aside; best = other; }
    }
    if (!best) return;
    box.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus({ preventScroll: true });
    reveal(numberOf.get(best.dataset.id));
  }
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (stage && pictures.length) {
    const pointers = new Map();
    let moved = 0, pressed = null;
    stage.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      moved = 0;
      pressed = event.target.closest(".box");
      stage.setPointerCapture(event.pointerId);
      stage.classList.add("dragging");
    });
    stage.addEventListener("pointermove", (event) => {
      const last = pointers.get(event.pointerId);
      if (!last) return;
      const frame = stage.getBoundingClientRect(), scale = view.width / frame.width;
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const was = Math.hypot(last.x - other.x, last.y - other.y), is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        if (was > 0 && is > 0) zoom(was / is, place({ clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 }));
        moved = 99;
      } else {
        move((last.x - event.clientX) * scale, (last.y - event.clientY) * scale);
        moved += Math.abs(last.x - event.clientX) + Math.abs(last.y - event.clientY);
      }
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    const release = (event) => {
      const known = pointers.delete(event.pointerId);
      if (!pointers.size) stage.classList.remove("dragging");
      if (known && event.type === "pointerup" && moved < 6 && pressed && numberOf.has(pressed.dataset.id)) choose(numberOf.get(pressed.dataset.id), false);
    };
    stage.addEventListener("pointerup", release);
    stage.addEventListener("pointercancel", release);
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, place(event));
    }, { passive: false });
    stage.addEventListener("keydown", (event) => {
      const box = event.target.closest && event.target.closest(".box"), way = ARROWS[event.key];
      if (way && event.shiftKey) move(way[0] * view.width / 8, way[1] * view.height / 8);
      else if (way && box) toNeighbour(box, ...way);
      else if ((event.key === "Enter" || event.key === " ") && box) choose(numberOf.get(box.dataset.id), event.key === "Enter");
      else if (event.key === "+" || event.key === "=") zoom(1 / 1.25);
      else if (event.key === "-" || event.key === "−") zoom(1.25);
      else if (event.key === "0") fit();
      else return;
      event.preventDefault();
    });
    at("larger").addEventListener("click", () => zoom(1 / 1.25));
    at("smaller").addEventListener("click", () => zoom(1.25));
    at("fit").addEventListener("click", fit);
    at("which").addEventListener("change", () => show(Number(at("which").value)));
    window.addEventListener("resize", () => { view.height = view.width * ratio(); look(); });
    window.addEventListener("beforeprint", fit);
  }

  return { reveal, mark, show, count: pictures.length };
}
