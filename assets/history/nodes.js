// What the history draws besides the tray's nodes: its words, its icons, a button with one, and moments in words.
const wordsHere = () => props.words[(props.language || navigator.language || 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en'];

Object.assign(SHAPES, {
  star: 'M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.2L8 11.6l-3.8 2 .7-4.2-3-3 4.2-.6z',
  bin: 'M2.8 4.2h10.4M6.2 4V2.6h3.6V4M4.2 4.4l.6 9h6.4l.6-9M6.8 6.8v4.2M9.2 6.8v4.2',
  back: 'M9.8 3.2L5 8l4.8 4.8',
  forth: 'M6.2 3.2L11 8l-4.8 4.8',
  beside: 'M2.2 3.2h11.6v9.6H2.2zM9.8 3.2v9.6',
});

const makeIconButton = (className, icon, act) => {
  const button = makeButton(`r2v-icon-button ${className}`, act);
  button.append(makeIcon(icon));
  return button;
};

const makeWordButton = (className, text, act) => {
  const button = makeButton(`r2v-word-button ${className}`, act);
  button.textContent = text;
  return button;
};

// "24 Nov, 12:15", in the person's own manner; with the year where it is not this one.
const momentWords = (seconds) => {
  const moment = new Date(seconds * 1000);
  const year = moment.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };
  const parts = { ...year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(undefined, parts).format(moment);
};
