// A storyboard grid among the cards: laid in the place of its first picture, and taken apart as long as it stands.
const makeParts = ({ all, put, hold, focus, forget, nameOf, offer }) => {
  // What came meanwhile stays, behind the others.
  const bringBack = (before, instead) => {
    const since = all().filter((card) => !before.includes(card) && !instead.includes(card));
    put([...before, ...since]);
  };

  const lay = (laid, file) => {
    const before = [...all()];
    const here = laid.filter((card) => before.includes(card));
    const grid = hold({ ...file, parts: here.map(valueOf) });
    const at = Math.min(...here.map((card) => before.indexOf(card)), before.length);
    put([...before.slice(0, at), grid, ...before.slice(at).filter((card) => !here.includes(card))]);
    focus(grid);
    offer('laid', nameOf(grid), () => bringBack(before, [grid]), () => here.forEach(forget));
  };

  const takeApart = (grid) => {
    const before = [...all()];
    const label = nameOf(grid);
    const parts = grid.parts.map(hold);
    put(before.flatMap((card) => (card === grid ? parts : [card])));
    focus(parts[0]);
    offer('apart_done', label, () => bringBack(before, parts), () => forget(grid));
  };
  return { lay, takeApart };
};
