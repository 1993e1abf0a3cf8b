// A file that the tray holds, on its way to the server or there: the value that Python reads is made of these.
const KINDS = { image: 'picture', video: 'clip', audio: 'sound' };
const ENDINGS = [[/\.(jpe?g|png|webp|bmp|gif)$/i, 'picture'], [/\.(mp4|mov|m4v|webm)$/i, 'clip'], [/\.(wav|mp3|m4a)$/i, 'sound']];

// Only a guess by the browser; what it really is, the server finds in the bytes. Some systems know no type of `.mov`.
const kindOf = ({ type, name }) =>
  KINDS[type.split('/')[0]] ?? (type ? 'other' : ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? 'other');

const holdFile = (file) => ({
  file,
  name: file.name,
  size: file.size,
  kind: kindOf(file),
  path: '',
  url: '',
  source: URL.createObjectURL(file),
  sent: 0,
  failed: '',
  stop: () => {},
  original: null,
  // A name for people; the prompt goes on to cite the number.
  called: '',
  // The cards of which a storyboard grid was laid.
  parts: null,
});

const holdStored = (stored, addressOf) => ({
  id: stored.id,
  file: null,
  name: stored.name ?? '',
  size: stored.size ?? 0,
  kind: stored.kind ?? 'other',
  path: stored.path,
  url: stored.url || addressOf(stored.path),
  source: '',
  sent: 0,
  failed: '',
  stop: () => {},
  // What a repair was made of, to be brought back.
  original: stored.original ?? null,
  called: stored.called ?? '',
  parts: stored.parts ?? null,
  voice: stored.voice ? holdStored(stored.voice, addressOf) : null,
});

const letGo = (held) => {
  if (!held) return;
  held.stop();
  if (held.source) URL.revokeObjectURL(held.source);
  held.source = '';
};

const valueOf = (card) => {
  const { id, path, name, url, kind, size, voice, original, called, parts } = card;
  const heard = ({ original: before = null, ...held }) => ({ path: held.path, name: held.name, url: held.url, original: before });
  const spoken = voice && voice.path ? heard(voice) : null;
  return { id, path, name, url, kind, size, original, voice: spoken, called, parts };
};

// Until the server has judged a new order, the numbers follow it here, so that no card wears another's name. A file
// that did not arrive can't be cited, and has none.
const numbered = (cards, labels, firstOf) => {
  const counts = {};
  const next = {};
  for (const card of cards) {
    if (card.failed) continue;
    const known = labels[card.id] ?? firstOf(card.kind) ?? '';
    const stem = known.replace(/\d+$/, '');
    counts[stem] = (counts[stem] ?? 0) + 1;
    next[card.id] = stem === known ? known : `${stem}${counts[stem]}`;
  }
  return next;
};
