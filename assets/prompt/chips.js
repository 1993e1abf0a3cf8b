// Chips for the references: the small picture of its card, its citation, and the name that people gave it.
const THUMB = 40;

const thumbOf = (id) => {
  const canvas = make('canvas', 'r2v-chip-picture');
  canvas.width = THUMB;
  canvas.height = THUMB;
  describe(canvas, { 'aria-hidden': 'true' });
  const card = [...document.querySelectorAll('#references .r2v-ref')].find((item) => item.dataset.id === id);
  const shown = card?.querySelector('.r2v-ref-media img, .r2v-ref-media video');
  const width = shown?.naturalWidth || shown?.videoWidth || 0;
  const height = shown?.naturalHeight || shown?.videoHeight || 0;
  if (!width || !height || (shown.tagName === 'VIDEO' && shown.readyState < 2)) return null;
  const side = Math.min(width, height);
  canvas.getContext('2d').drawImage(shown, (width - side) / 2, (height - side) / 2, side, side, 0, 0, THUMB, THUMB);
  return canvas;
};

// The picture is the card's own, drawn once it is there: nothing is loaded a second time.
const pictureOf = ({ id, kind }) => {
  const known = thumbOf(id);
  if (known) return known;
  const icon = make('span', 'r2v-chip-picture');
  icon.append(makeIcon(kind in SHAPES ? kind : 'other'));
  return icon;
};

const KINDS = { picture: say('picture'), clip: say('clip'), sound: say('sound') };
const aboutWords = (option) =>
  [KINDS[option.kind], option.file, option.voice && say('with a voice')].filter(Boolean).join(', ');

const makeChips = (row, write) => {
  let shown = '';
  return (options, pictures) => {
    const key = JSON.stringify([options, pictures]);
    if (key === shown) return;
    shown = key;
    row.replaceChildren(...options.map((option) => {
      const chip = makeButton('r2v-chip', () => write(option));
      chip.append(pictureOf(option), make('span', '', option.label));
      if (option.called) chip.append(make('span', 'r2v-chip-name', option.called));
      const name = [option.label, option.called].filter(Boolean).join(', ');
      describe(chip, { 'aria-label': say('Write {name} into the prompt', { name }) });
      chip.title = aboutWords(option);
      // Keeps the caret where it is in the prompt.
      chip.addEventListener('mousedown', (event) => event.preventDefault());
      return chip;
    }));
  };
};

const optionParts = (option) => {
  const text = make('span', 'r2v-picker-words');
  const line = make('span', 'r2v-picker-name', option.text);
  if (option.called) line.append(make('span', 'r2v-chip-name', option.called));
  text.append(line, make('span', 'r2v-picker-about', aboutWords(option)));
  return [pictureOf(option), text];
};
