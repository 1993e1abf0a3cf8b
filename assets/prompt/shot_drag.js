// Dragging a shot by its number: a line shows where it would go, Escape leaves it where it is.
const dragShots = (list, move) => {
  let held = null;
  const rows = () => [...list.children];

  // The row before which it would stand; as many as there are for the end.
  const placeAt = (y) => {
    const below = rows().findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return y < top + height / 2;
    });
    return below < 0 ? rows().length : below;
  };

  const mark = (place) => rows().forEach((row, index) => {
    row.classList.toggle('r2v-shot-before', index === place);
    row.classList.toggle('r2v-shot-after', index === place - 1 && place === rows().length);
  });

  const end = (kept) => {
    const { row, from, place, life } = held;
    held = null;
    life.abort();
    mark(-1);
    row.classList.remove('r2v-shot-held');
    const to = place > from ? place - 1 : place;
    if (kept && to !== from) move(from, to);
  };

  list.addEventListener('pointerdown', (event) => {
    const row = event.target.closest('.r2v-shot-number')?.closest('.r2v-shot');
    if (held || !row || event.button !== 0 || rows().length < 2) return;
    event.preventDefault();
    const from = rows().indexOf(row);
    held = { row, from, place: from, life: new AbortController() };
    row.classList.add('r2v-shot-held');
    const { signal } = held.life;
    window.addEventListener('pointermove', ({ clientY }) => {
      held.place = placeAt(clientY);
      mark([from, from + 1].includes(held.place) ? -1 : held.place);
    }, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    window.addEventListener('keydown', (pressed) => {
      if (pressed.key !== 'Escape') return;
      pressed.preventDefault();
      end(false);
    }, { signal, capture: true });
  });
};
