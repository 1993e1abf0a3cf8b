// Chips for the references, which write their citation at the caret of the prompt; and the count of its characters.
let names = [];
const field = () => document.querySelector('#prompt textarea');

const write = (name) => {
  const area = field();
  if (!area) return;
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = value.slice(0, start);
  const after = value.slice(end);
  const text = (before && !/\s$/.test(before) ? ' ' : '') + name + (after && !/^[\s,.;:!?]/.test(after) ? ' ' : '');
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.focus();
};

const draw = () => {
  const box = element.querySelector('.r2v-chips');
  const area = field();
  if (!box) return;
  const chips = names.map((name) => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'r2v-chip';
    chip.textContent = name;
    chip.setAttribute('aria-label', `Write ${name} into the prompt`);
    // Keeps the caret where it is in the prompt.
    chip.addEventListener('mousedown', (event) => event.preventDefault());
    chip.addEventListener('click', () => write(name));
    return chip;
  });
  const count = document.createElement('span');
  count.className = 'r2v-count';
  const length = area ? [...area.value].length : 0;
  const most = Number(box.dataset.most || 0);
  count.textContent = `${length} / ${most}`;
  count.classList.toggle('r2v-over', most > 0 && length > most);
  const row = document.createElement('div');
  row.className = 'r2v-chip-row';
  row.append(...chips);
  box.replaceChildren(row, count);
};

document.addEventListener('r2v:cards', (event) => {
  if (event.target.closest && !event.target.closest('#references')) return;
  names = (event.detail.cards || event.detail).map((card) => card.label).filter(Boolean);
  draw();
});
document.addEventListener('input', (event) => {
  if (event.target.closest('#prompt')) draw();
});
watch('value', draw);
draw();
const waiting = setInterval(() => { if (field()) { clearInterval(waiting); draw(); } }, 100);
