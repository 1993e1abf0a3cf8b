// The way from a finding to what it speaks of: a card, words in a field, a setting.
const HAN = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

// Where the field holds more than is taken: from there on it would be cut.
const beyond = (text, most, han) => {
  let left = most;
  let at = 0;
  for (const letter of text) {
    left -= HAN.test(letter) ? han : 1;
    if (left < 0) break;
    at += letter.length;
  }
  return [at, text.length];
};

const whereIs = (text, words) => {
  // "Image 1" is not in "Image 12".
  const found = new RegExp(`${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{Nd})`, 'u').exec(text);
  return found && [found.index, found.index + words.length];
};

const choose = (area, { words, most, han }) => {
  const range = most ? beyond(area.value, Number(most), Number(han)) : words ? whereIs(area.value, words) : null;
  if (!range) return;
  area.setSelectionRange(...range);
  area.dispatchEvent(new CustomEvent('r2v:selected', { bubbles: true }));
};

const goalOf = (place, { card, part }) => {
  const item = card ? place.querySelector(`.r2v-ref[data-id="${CSS.escape(card)}"]`) : null;
  if (item) return item.querySelector(part === 'voice' ? '.r2v-ref-voice button' : '.r2v-ref-body');
  const fields = 'textarea, input:checked, input[type=number], input:not([type=file], [type=range]), .r2v-tray-slot';
  return place.querySelector(fields);
};

const bring = (part) => {
  const below = document.getElementById('preflight').getBoundingClientRect().top;
  const { top, bottom } = part.getBoundingClientRect();
  if (top >= 0 && bottom <= below) return;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  part.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'center' });
};

const lead = (way) => {
  const place = document.getElementById(way.spot);
  const fold = place?.closest('.r2v-fold:not(.r2v-open)');
  if (fold) document.querySelector(`[aria-controls="${fold.id}"]`)?.click();
  const goal = place && goalOf(place, way);
  if (!goal) return;
  goal.focus();
  if (goal.tagName === 'TEXTAREA') choose(goal, way);
  // Who came by mouse sees it too.
  goal.classList.add('r2v-led');
  goal.addEventListener('blur', () => goal.classList.remove('r2v-led'), { once: true });
  bring(goal.closest('.r2v-ref, label, fieldset') ?? goal);
};

// The card's own way to another file: it keeps its place, its name and what the prompt says of it.
const chooseAnother = ({ spot, card, part }) => {
  const shell = document.getElementById(spot)?.querySelector('.r2v-tray');
  shell?.dispatchEvent(new CustomEvent('r2v:another', { detail: { card, part } }));
};
