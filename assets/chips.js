// Chips for the references, which write their citation at the caret of the prompt as the model reads it; and the count
// of its characters, as the model counts them.
let names = [];
const HAN = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
const field = () => document.querySelector('#prompt textarea');

// "Image 2" is what a person calls it; the model may read it as [Image 2], or in a Chinese prompt as 图2.
const cite = (name, prompt) => {
  const [, word, number] = /^(.*) (\d+)$/.exec(name) ?? [];
  const own = (props.value.citations || []).find((one) => one.word === word);
  if (!own) return name;
  if (own.chinese && prompt.match(HAN)) return `${own.chinese}${number}`;
  return own.pattern.replace('{word}', () => word).replace('{number}', number);
};

const write = (name) => {
  const area = field();
  if (!area) return;
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = value.slice(0, start);
  const after = value.slice(end);
  const words = cite(name, value);
  const text = (before && !/\s$/.test(before) ? ' ' : '') + words + (after && !/^[\s,.;:!?]/.test(after) ? ' ' : '');
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.focus();
};

const lengthOf = (text) => [...text].length + (props.value.han - 1) * (text.match(HAN) || []).length;

const draw = () => {
  const box = element.querySelector('.r2v-chips');
  const area = field();
  if (!box) return;
  const cited = (props.value.citations || []).length > 0;
  const chips = (cited ? names : []).map((name) => {
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
  const length = area ? lengthOf(area.value) : 0;
  const { most } = props.value;
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
// A prompt that was put back is not typed.
document.addEventListener('r2v:prompt', draw);
watch('value', draw);
draw();
const waiting = setInterval(() => { if (field()) { clearInterval(waiting); draw(); } }, 100);
