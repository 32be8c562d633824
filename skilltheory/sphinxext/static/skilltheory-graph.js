// The map: pointing at a statement, or reaching it by keyboard, shows what it needs and what needs it.
document.querySelectorAll(".st-graph-svg").forEach((svg) => {
  const nodes = new Map([...svg.querySelectorAll(".st-node")].map((n) => [n.dataset.id, n]));
  const edges = [...svg.querySelectorAll(".st-edge")];

  const reach = (start, from, to) => {
    const found = new Set([start]);
    const waiting = [start];
    while (waiting.length) {
      const here = waiting.pop();
      for (const edge of edges) {
        if (edge.dataset[from] === here) {
          edge.classList.add("st-near");
          if (!found.has(edge.dataset[to])) {
            found.add(edge.dataset[to]);
            waiting.push(edge.dataset[to]);
          }
        }
      }
    }
    return found;
  };

  const clear = () => {
    svg.classList.remove("st-focused");
    svg.querySelectorAll(".st-near").forEach((e) => e.classList.remove("st-near"));
  };

  const show = (id) => {
    clear();
    const near = [...reach(id, "from", "to"), ...reach(id, "to", "from")];
    near.forEach((name) => nodes.get(name)?.classList.add("st-near"));
    svg.classList.add("st-focused");
  };

  for (const [id, node] of nodes) {
    node.addEventListener("mouseenter", () => show(id));
    node.addEventListener("focus", () => show(id));
    node.addEventListener("mouseleave", clear);
    node.addEventListener("blur", clear);
  }
});
