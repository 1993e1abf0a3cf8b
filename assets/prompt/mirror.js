// Marks behind the prompt: a layer with the same text in the same type, under the field, which stays what it is.
const makeMirror = () => {
  const TYPE = [
    'fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'letterSpacing', 'wordSpacing', 'lineHeight', 'textIndent',
    'textTransform', 'tabSize', 'textAlign', 'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft',
    'borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth', 'borderTopLeftRadius',
  ];
  const layer = make('div', 'r2v-mirror');
  describe(layer, { 'aria-hidden': 'true' });
  let area = null;
  let shown = [];
  let waiting = 0;

  // A scroll bar takes its width from the text, so the layer is as wide as what is left.
  const fit = () => {
    const style = getComputedStyle(area);
    for (const name of TYPE) layer.style[name] = style[name];
    layer.style.borderRadius = style.borderTopLeftRadius;
    const edges = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth);
    layer.style.width = `${area.clientWidth + edges}px`;
    layer.style.height = `${area.offsetHeight}px`;
    layer.style.left = `${area.offsetLeft}px`;
    layer.style.top = `${area.offsetTop}px`;
    follow();
  };
  const follow = () => {
    layer.scrollTop = area.scrollTop;
  };
  const sizes = new ResizeObserver(() => area && fit());

  // Gradio may draw its field anew.
  const attach = (found) => {
    if (found === area && layer.parentNode === found.parentNode) return;
    area = found;
    area.parentNode.classList.add('r2v-mirrored');
    area.before(layer);
    area.addEventListener('scroll', follow, { passive: true });
    sizes.disconnect();
    sizes.observe(area);
    fit();
  };

  // The text cut where its marks begin and end; a last empty line has a height only if something stands in it.
  const cut = (value, marks) => {
    const pieces = [];
    let end = 0;
    for (const { start, end: last, kind } of marks) {
      pieces.push(['', value.slice(end, start)], [kind, value.slice(start, last)]);
      end = last;
    }
    return [...pieces, ['', `${value.slice(end)}\u200b`]];
  };

  // Only what has changed is written: a long prompt is not laid out again for each of its letters.
  const draw = (found, marks) => {
    attach(found);
    const pieces = cut(area.value, marks);
    const same = (one, other) => one && other && one[0] === other[0] && one[1] === other[1];
    let ahead = 0;
    while (ahead < pieces.length && same(pieces[ahead], shown[ahead])) ahead += 1;
    let behind = 0;
    while (behind < Math.min(pieces.length, shown.length) - ahead && same(pieces.at(-1 - behind), shown.at(-1 - behind))) behind += 1;
    const old = [...layer.childNodes].slice(ahead, shown.length - behind);
    const next = pieces.slice(ahead, pieces.length - behind);
    const alike = old.length === next.length && next.every(([kind], index) => kind === shown[ahead + index][0]);
    if (alike) next.forEach(([, text], index) => { (old[index].firstChild ?? old[index]).data = text; });
    else {
      const place = layer.childNodes[ahead] ?? null;
      for (const [kind, text] of next) layer.insertBefore(kind ? make('mark', kind, text) : document.createTextNode(text), place);
      for (const node of old) node.remove();
    }
    shown = pieces;
    // Measured once a frame, when the page is laid out anyway.
    if (!waiting) waiting = requestAnimationFrame(settle);
  };

  const settle = () => {
    waiting = 0;
    // Longer by a line, the field may have a scroll bar now.
    if (layer.clientWidth !== area.clientWidth) fit();
    else follow();
  };

  // Where a character of the text stands in the window.
  const placeOf = (index) => {
    const nodes = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    let left = index;
    let node = nodes.nextNode();
    while (node && left > node.length) {
      left -= node.length;
      node = nodes.nextNode();
    }
    if (!node) return layer.getBoundingClientRect();
    const range = document.createRange();
    range.setStart(node, left);
    range.setEnd(node, left);
    return range.getClientRects()[0] ?? layer.getBoundingClientRect();
  };

  // Scrolls the field to a character of its text, a third below its upper edge, where it isn't in sight.
  const reveal = (index) => {
    follow();
    const from = area.getBoundingClientRect().top;
    const { top, bottom } = placeOf(index);
    if (top < from || bottom > from + area.clientHeight) area.scrollTop += top - from - area.clientHeight / 3;
  };

  return { draw, placeOf, reveal };
};
