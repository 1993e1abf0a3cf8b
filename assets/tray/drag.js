// Moving cards with the pointer: a mouse takes hold after a few pixels, a finger after resting for a moment.
const makeDrag = (list, { indexOf, move, drop }) => {
  const SLACK = 6;
  const REST_MS = 300;
  let hold = null;

  const take = () => {
    hold.taken = true;
    hold.from = indexOf(hold.item);
    hold.item.classList.add('r2v-held');
    list.classList.add('r2v-moving');
  };

  const settle = (kept) => {
    if (!hold) return;
    clearTimeout(hold.rest);
    hold.life.abort();
    const { item, taken, from } = hold;
    hold = null;
    if (!taken) return;
    item.classList.remove('r2v-held');
    list.classList.remove('r2v-moving');
    item.style.transform = '';
    if (!kept) move(item, from);
    drop(item, from);
  };

  const overIndex = (event) => {
    const frame = list.getBoundingClientRect();
    const x = event.clientX - frame.left;
    const y = event.clientY - frame.top;
    const items = [...list.querySelectorAll(':scope > .r2v-ref')];
    const inside = ({ offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height }) =>
      x >= left && x < left + width && y >= top && y < top + height;
    return items.findIndex(inside);
  };

  const follow = (event) => {
    if (event.pointerId !== hold.pointer) return;
    const far = Math.hypot(event.clientX - hold.x, event.clientY - hold.y) > SLACK;
    if (!hold.taken && far) {
      if (event.pointerType !== 'mouse') return settle(false);
      take();
    }
    if (!hold.taken) return;
    const over = overIndex(event);
    if (over >= 0 && over !== indexOf(hold.item)) move(hold.item, over);
    // offsetLeft is where the layout has it now, so the card stays under the pointer when its place changes.
    const x = event.clientX - hold.x - (hold.item.offsetLeft - hold.left);
    const y = event.clientY - hold.y - (hold.item.offsetTop - hold.top);
    hold.item.style.transform = `translate(${x}px, ${y}px)`;
  };

  list.addEventListener('pointerdown', (event) => {
    const item = event.target.closest('.r2v-ref');
    if (hold || !item || event.button !== 0 || event.target.closest('button, input')) return;
    const life = new AbortController();
    const { offsetLeft: left, offsetTop: top } = item;
    hold = { item, life, left, top, pointer: event.pointerId, x: event.clientX, y: event.clientY, taken: false };
    if (event.pointerType !== 'mouse') hold.rest = setTimeout(take, REST_MS);
    const { signal } = life;
    const escape = (key) => {
      if (key.key !== 'Escape' || !hold.taken) return;
      key.preventDefault();
      settle(false);
    };
    window.addEventListener('pointermove', follow, { signal });
    const end = ({ type, pointerId }) => pointerId === hold.pointer && settle(type === 'pointerup');
    window.addEventListener('pointerup', end, { signal });
    window.addEventListener('pointercancel', end, { signal });
    window.addEventListener('keydown', escape, { signal, capture: true });
  });
  // Once a card is held, the finger moves it and not the page.
  list.addEventListener('touchmove', (event) => hold && hold.taken && event.preventDefault(), { passive: false });
  list.addEventListener('dragstart', (event) => event.preventDefault());
  list.addEventListener('contextmenu', (event) => hold && hold.taken && event.preventDefault());
};

// Lets the other cards slide to their new places instead of jumping there.
const glide = (list, change) => {
  const items = [...list.children].filter((item) => !item.classList.contains('r2v-held'));
  const before = items.map((item) => [item.offsetLeft, item.offsetTop]);
  change();
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  items.forEach((item, index) => {
    const [left, top] = before[index];
    const from = `translate(${left - item.offsetLeft}px, ${top - item.offsetTop}px)`;
    if (left !== item.offsetLeft || top !== item.offsetTop) {
      item.animate([{ transform: from }, { transform: 'none' }], { duration: 160, easing: 'ease-out' });
    }
  });
};
