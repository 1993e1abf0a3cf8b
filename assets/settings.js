// Gradio watches its settings for changes, object by object, though nothing changes them, and reads them again and again
// until its page stands. It watches plain objects and lists, which these are no more (Svelte 5); what a component shows is
// copied out of them, and watched as before.
(() => {
  class Settled {}
  class SettledList extends Array { static get [Symbol.species]() { return Array; } }
  const { components, dependencies } = window.gradio_config;
  for (const list of [components, dependencies]) {
    for (const one of list) Object.setPrototypeOf(one, Settled.prototype);
    Object.setPrototypeOf(list, SettledList.prototype);
  }

  // The theme's style, named as Gradio will look for it: it draws nothing before that is there, and asks for it late.
  // Written as the parser's own: the form that stands first is not painted without it.
  const { root, theme_hash: hash } = window.gradio_config;
  const { hostname, origin, pathname } = new URL(root, location.href);
  const theme = document.createElement('link');
  theme.rel = 'stylesheet';
  theme.href = `${hostname === location.hostname ? location.origin : origin}${pathname.replace(/\/$/, '')}/theme.css?v=${hash}`;
  document.write(theme.outerHTML);
})();
