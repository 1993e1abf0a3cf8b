// The small player on which a person picks the part of a file to keep.
const seconds = (value) => `${Math.floor(value / 60)}:${(value % 60).toFixed(1).padStart(4, '0')}`;

const build = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
};

const slider = (name) => {
  const label = build('label', 'r2v-pick-row');
  const input = build('input');
  const value = build('output');
  input.type = 'range';
  input.min = '0';
  input.step = '0.1';
  label.append(build('span', '', name), input, value);
  return { label, input, value };
};

const pickPart = ({ url, fix, field, longest, title }) => {
  const dialog = build('dialog', 'r2v-pick');
  const player = build('video');
  const from = slider(say('From'));
  const to = slider(say('To'));
  const line = build('p', 'r2v-pick-line');
  const row = build('div', 'r2v-pick-buttons');
  const play = build('button', 'r2v-fix', say('Play this part'));
  const cancel = build('button', 'r2v-fix', say('Cancel'));
  const use = build('button', 'r2v-fix r2v-pick-use', say('Keep this part'));
  for (const button of [play, cancel, use]) button.type = 'button';

  const draw = () => {
    from.value.textContent = seconds(Number(from.input.value));
    to.value.textContent = seconds(Number(to.input.value));
    const kept = Number(to.input.value) - Number(from.input.value);
    line.textContent = say('{kept} s are kept; {longest} s at most.', { kept: kept.toFixed(1), longest });
  };
  // Moving one end takes the other along, so that the part is never empty and never too long.
  const moved = (first) => {
    const start = Number(from.input.value);
    const end = Number(to.input.value);
    if (first) to.input.value = String(Math.min(Math.max(end, start + 1), start + longest));
    else from.input.value = String(Math.max(Math.min(start, end - 1), end - longest));
    player.currentTime = Number((first ? from : to).input.value);
    draw();
  };
  const shut = () => {
    player.pause();
    dialog.close();
    dialog.remove();
  };

  player.src = url;
  player.preload = 'metadata';
  player.playsInline = true;
  player.addEventListener('loadedmetadata', () => {
    from.input.max = to.input.max = String(player.duration);
    to.input.value = String(Math.min(longest, player.duration));
    draw();
  });
  player.addEventListener('timeupdate', () => {
    if (!player.paused && player.currentTime >= Number(to.input.value)) player.pause();
  });
  from.input.addEventListener('input', () => moved(true));
  to.input.addEventListener('input', () => moved(false));
  play.addEventListener('click', () => {
    player.currentTime = Number(from.input.value);
    player.play().catch(() => { /* a browser that can't play it can still trim it */ });
  });
  cancel.addEventListener('click', shut);
  dialog.addEventListener('close', () => dialog.remove());
  use.addEventListener('click', () => {
    trigger('select', { fix, field, start: Number(from.input.value), end: Number(to.input.value) });
    shut();
  });
  row.append(play, cancel, use);
  dialog.append(build('h2', '', title), player, from.label, to.label, line, row);
  dialog.setAttribute('aria-label', title);
  element.append(dialog);
  dialog.showModal();
};
