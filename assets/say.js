// A sentence of a script in the visitor's language: say('{count} jobs have ended.', { count }).
const say = (text, values = {}) => {
  const said = window.r2vPage?.words[text] ?? text;
  return said.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
};
