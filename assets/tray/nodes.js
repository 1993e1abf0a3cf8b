// Nodes of the page, made one by one: a name or a message is only ever text, never markup.
const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

const makeButton = (className, act) => {
  const button = make('button', className);
  button.type = 'button';
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    act();
  });
  return button;
};

// 16 × 16, stroked in the colour of the text.
const SHAPES = {
  add: 'M8 3v10M3 8h10',
  pen: 'M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.4 4.4l2.2 2.2',
  apart: 'M2.4 2.4h4v4h-4zM9.6 9.6h4v4h-4zM9 3h4v4M7 13H3V9',
  down: 'M4.5 6.5L8 10l3.5-3.5',
  file: 'M8 10.6V2.8M5 5.6L8 2.6l3 3M2.8 10v3.2h10.4V10',
  camera: 'M2 4.6h3l1.2-1.8h3.6L11 4.6h3v8.2H2zM8 11a2.4 2.4 0 100-4.8A2.4 2.4 0 008 11z',
  microphone: 'M8 1.8a2 2 0 00-2 2v4a2 2 0 004 0v-4a2 2 0 00-2-2zM3.6 7.6a4.4 4.4 0 008.8 0M8 12v2.2',
  link: 'M6.6 9.4a2.6 2.6 0 003.8.2l2.2-2.2a2.6 2.6 0 00-3.7-3.7L7.8 4.8M9.4 6.6a2.6 2.6 0 00-3.8-.2L3.4 8.6a2.6 2.6 0 003.7 3.7l1.1-1.1',
  grid: 'M2.4 2.4h4.8v4.8H2.4zM8.8 2.4h4.8v4.8H8.8zM2.4 8.8h4.8v4.8H2.4zM8.8 8.8h4.8v4.8H8.8z',
  swap: 'M3 5.4h9.4M9.8 2.6l2.8 2.8-2.8 2.8M13 10.8H3.6M6.2 8l-2.8 2.8 2.8 2.8',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  ok: 'M3 8.5l3.2 3.2L13 5',
  warning: 'M8 2.2L14.4 13.4H1.6zM8 6.4v3.2M8 11.4v.3',
  error: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 4.8v4M8 10.8v.3',
  sound: 'M6.2 11.8V3.6l6.6-1.4v8.2M6.2 11.8a2 2 0 11-4 0 2 2 0 014 0zM12.8 10.4a2 2 0 11-4 0 2 2 0 014 0z',
  play: 'M5 3.2v9.6L12.6 8z',
  pause: 'M5.4 3.4v9.2M10.6 3.4v9.2',
  again: 'M13 8a5 5 0 11-1.5-3.6M13 2.2v2.9h-2.9',
  picture: 'M2.2 3.2h11.6v9.6H2.2zM2.2 11l3.4-3.6 2.6 2.6 1.8-1.6 3.8 3.4M10.4 6.2v.1',
  clip: 'M2.2 3.2h11.6v9.6H2.2zM5.2 3.2v9.6M10.8 3.2v9.6M2.2 8h11.6',
  other: 'M4 1.8h5.2l3 3v9.4H4zM9 2v3h3',
};

const makeIcon = (name) => {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  picture.classList.add('r2v-tray-icon');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', SHAPES[name]);
  picture.append(path);
  return picture;
};

const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

const describe = (node, attributes) => {
  for (const [name, text] of Object.entries(attributes)) {
    if (text === null || text === '') node.removeAttribute(name);
    else if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
};

// Fills "{label} removed" without a second reading: a label may hold braces of its own.
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

// "0.4" of "3.1 MB": both in the unit of the whole.
const amountWords = (bytes, whole) => {
  if (whole < 1e6) return String(Math.ceil(bytes / 1e3));
  return (bytes / 1e6).toFixed(whole < 1e8 ? 1 : 0);
};

const sizeWords = (bytes) => `${amountWords(bytes, bytes)} ${bytes < 1e6 ? 'KB' : 'MB'}`;

const lengthWords = (seconds) => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

// Puts nodes in order and leaves `still` where it is: a node that is taken out loses its focus and its drag.
const putInOrder = (list, nodes, still) => {
  const children = [...list.children];
  if (children.length === nodes.length && nodes.every((node, index) => node === children[index])) return;
  for (const child of children) if (!nodes.includes(child)) child.remove();
  const anchor = nodes.includes(still) && still.parentNode === list ? still : null;
  const place = anchor ? nodes.indexOf(anchor) : 0;
  nodes.slice(0, place).forEach((node) => list.insertBefore(node, anchor));
  let last = anchor;
  for (const node of nodes.slice(anchor ? place + 1 : 0)) {
    if (last === null) list.prepend(node);
    else if (last.nextSibling !== node) last.after(node);
    last = node;
  }
};
