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

  const draw = (found, marks) => {
    attach(found);
    const { value } = area;
    const parts = [];
    let end = 0;
    for (const { start, end: last, kind } of marks) {
      parts.push(value.slice(end, start), make('mark', kind, value.slice(start, last)));
      end = last;
    }
    // A last empty line has a height only if something stands in it.
    parts.push(`${value.slice(end)}\u200b`);
    layer.replaceChildren(...parts.filter((part) => part !== ''));
    // Longer by a line, it may have a scroll bar now.
    if (layer.clientWidth !== area.clientWidth) fit();
    follow();
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

  return { draw, placeOf };
};
