
"use strict";

/* What falls when something is lost: the same least fixed point as bcp/graph/availability.py, over
   the same structure, in the same rounds. A test holds the two to the same answers. */
function graphModel(data) {
  const nodes = data.nodes, holds = data.holds;
  const kindOf = (one) => nodes[one].kind;
  const users = nodes.map(() => new Set());
  nodes.forEach((node, number) => {
    for (const one of node.needs) users[one].add(number);
    for (const gate of node.gates) for (const way of gate.ways) for (const one of way) users[one].add(number);
    for (const [site, causes] of node.stands_in) for (const one of [site, ...causes]) users[one].add(number);
  });
  const holdsOf = new Map();
  holds.forEach((hold, place) => {
    if (!holdsOf.has(hold.process)) holdsOf.set(hold.process, []);
    holdsOf.get(hold.process).push(place);
  });
  const left = (gate, lost) => gate.ways.reduce(
    (sum, way, place) => sum + (way.some((one) => lost.has(one)) ? 0 : gate.weights[place]), 0);
  const nobody = new Map();
  const overdrawn = new Set();
  nodes.forEach((node, number) => {
    if (node.gates.some((gate) => left(gate, nobody) < gate.need)) overdrawn.add(number);
  });

  function under(start, into) {
    const seen = new Set(start), waiting = [...seen];
    while (waiting.length) {
      for (const one of into(waiting.pop())) {
        if (!seen.has(one)) { seen.add(one); waiting.push(one); }
      }
    }
    return seen;
  }
  function below(number) {
    const found = [...nodes[number].needs];
    for (const gate of nodes[number].gates) for (const way of gate.ways) found.push(...way);
    for (const [site, causes] of nodes[number].stands_in) found.push(site, ...causes);
    return found;
  }
  const cones = new Map();
  function cone(process) {
    if (!cones.has(process)) cones.set(process, under([process], below));
    return cones.get(process);
  }

  /* Roles are filled in their order; a role is filled if those before it can all keep somebody. */
  const roles = data.staffing.roles, candidates = data.staffing.candidates;
  const atOnce = new Map(data.staffing.at_once);
  const placeOf = new Map(roles.map((role, place) => [role, place]));
  function filled(absent) {
    const fills = new Map(), serving = new Map();
    const held = (person) => serving.get(person) || [];
    roles.forEach((_, start) => {
      const through = new Map(), waiting = [start];
      let free = null;
      search: for (let at = 0; at < waiting.length; at++) {
        for (const person of candidates[waiting[at]]) {
          if (through.has(person) || absent.has(person)) continue;
          through.set(person, waiting[at]);
          if (held(person).length < (atOnce.has(person) ? atOnce.get(person) : 1)) { free = person; break search; }
          waiting.push(...held(person));
        }
      }
      for (let person = free; person !== null;) {
        const role = through.get(person), before = fills.has(role) ? fills.get(role) : null;
        if (before !== null) serving.set(before, held(before).filter((one) => one !== role));
        fills.set(role, person);
        serving.set(person, [...held(person), role]);
        person = role === start ? null : before;
      }
    });
    return new Set([...fills.keys()].map((place) => roles[place]));
  }
  const atBest = filled(new Set());
  const tied = (() => {
    const named = new Map();
    candidates.forEach((people, place) => people.forEach((person) => {
      if (!named.has(person)) named.set(person, []);
      named.get(person).push(place);
    }));
    const group = new Map();
    roles.forEach((_, first) => {
      if (group.has(first)) return;
      const people = new Set(), waiting = [first];
      group.set(first, people);
      while (waiting.length) {
        for (const person of candidates[waiting.pop()]) {
          if (people.has(person)) continue;
          people.add(person);
          for (const other of named.get(person)) {
            if (!group.has(other)) { group.set(other, people); waiting.push(other); }
          }
        }
      }
    });
    return group;
  })();

  /* One spreading of losses; see _Spread in bcp/graph/availability.py for what is excused. */
  function spread(start, failed, excused, atLarge, process) {
    const lost = new Map(), held = new Map(), absent = [];
    const within = process === null ? null : cone(process);
    let full = null;
    function lose(found) {
      for (const [one, reason] of found) {
        lost.set(one, reason);
        if (kindOf(one) === "people") { absent.push(one); full = null; }
      }
    }
    function touched(fresh) {
      const found = new Set();
      let people = false;
      for (const one of fresh) {
        for (const user of users[one]) found.add(user);
        people = people || kindOf(one) === "people";
      }
      if (people) for (const role of roles) found.add(role);
      return limited(found);
    }
    const limited = (things) => within === null ? new Set(things) : new Set([...things].filter((one) => within.has(one)));
    function why(number) {
      const node = nodes[number];
      for (let at = 0; at < node.needs.length; at++) {
        if (lost.has(node.needs[at])) return { what: "need", through: [node.needs[at]], link: node.links[at], left: 0, need: 0 };
      }
      for (const [site, causes] of node.stands_in) {
        if (start.has(site)) return { what: "need", through: [site], link: "at", left: 0, need: 0 };
        const gone = causes.find((one) => lost.has(one));
        if (gone !== undefined) return { what: "need", through: [gone], link: "shares", left: 0, need: 0 };
      }
      for (const gate of node.gates) {
        const rest = left(gate, lost);
        if (rest < gate.need) {
          const gone = gate.ways.map((way) => way.find((one) => lost.has(one))).filter((one) => one !== undefined);
          return { what: gate.what, through: [...new Set(gone)], link: "", left: rest, need: gate.need };
        }
      }
      return node.kind === "roles" ? unfilled(number) : null;
    }
    function unfilled(number) {
      if (!atBest.has(number)) return null;
      if (full === null) full = filled(new Set(absent));
      if (full.has(number)) return null;
      const people = tied.get(placeOf.get(number));
      return { what: "staffing", through: absent.filter((one) => people.has(one)), link: "", left: 0, need: 0 };
    }
    function reasonOf(number) {
      if (lost.has(number) || excused.has(number)) return null;
      const reason = why(number);
      if (reason === null || kindOf(number) !== "processes") return reason;
      if (atLarge !== null) return number === process || atLarge.has(number) ? reason : null;
      if ((holdsOf.get(number) || []).some((hold) => !failed.has(hold))) {
        if (!held.has(number)) held.set(number, reason);
        return null;
      }
      return reason;
    }
    const first = [...start].sort((a, b) => a - b);
    lose(first.map((one) => [one, { what: "named", through: [], link: "", left: 0, need: 0 }]));
    let waiting = new Set([...limited(overdrawn), ...touched(first)]);
    while (waiting.size) {
      const found = [...waiting].sort((a, b) => a - b).map((one) => [one, reasonOf(one)]).filter(([, reason]) => reason !== null);
      lose(found);
      waiting = touched(found.map(([one]) => one));
    }
    return { lost, held };
  }
  function serves(place, start, lost) {
    const hold = holds[place];
    if (start.has(hold.process) || hold.needs.some((one) => lost.has(one))) return false;
    const without = new Set(hold.without);
    const rest = new Set([...start].filter((one) => !without.has(one)));
    return !spread(rest, new Set(), without, lost, hold.process).lost.has(hold.process);
  }
  function available(losses) {
    const start = new Set(losses), failed = new Set(), none = new Set();
    for (;;) {
      const state = spread(start, failed, none, null, null);
      const fresh = [];
      for (const process of state.held.keys()) {
        for (const hold of holdsOf.get(process)) {
          if (!failed.has(hold) && !serves(hold, start, state.lost)) fresh.push(hold);
        }
      }
      if (!fresh.length) {
        const serving = new Map();
        for (const process of [...state.held.keys()].sort((a, b) => a - b)) {
          serving.set(process, holdsOf.get(process).filter((hold) => !failed.has(hold)));
        }
        return { lost: state.lost, atMinimum: state.held, serving };
      }
      fresh.forEach((hold) => failed.add(hold));
    }
  }
  const usersOf = (number) => {
    const found = new Set(users[number]);
    holds.forEach((hold) => { if (hold.needs.includes(number)) found.add(hold.process); });
    return [...found].sort((a, b) => a - b);
  };
  const needsOf = (number) => {
    const found = below(number);
    for (const hold of holdsOf.get(number) || []) found.push(...holds[hold].needs);
    return found;
  };
  return { available, filled, roles, candidates, placeOf, holdsOf, usersOf, below, under, needsOf };
}
