// The page's language: it is known before Gradio's own scripts ask the browser for one, goes with every call, and is
// remembered when somebody chooses another.
(() => {
  const KEPT_AS = 'r2v.language';
  const PARAMETER = 'language';
  const REST = 200;
  const LONGEST = 10000;
  const { language, cookie, header } = window.r2vPage;
  const remembered = () => { try { return localStorage.getItem(KEPT_AS); } catch { return null; } };
  const remember = (tag) => {
    try { localStorage.setItem(KEPT_AS, tag); } catch { /* then the address alone carries it */ }
    document.cookie = `${cookie}=${tag}; path=/; max-age=31536000; samesite=lax`;
  };
  const at = (tag) => {
    const address = new URL(location.href);
    address.searchParams.set(PARAMETER, tag);
    return address;
  };

  // Where cookies are forbidden, as in another site's frame, the server can't know what was chosen before.
  const kept = remembered();
  if (kept && kept !== language && !new URL(location.href).searchParams.has(PARAMETER)) {
    window.r2vPage.leaving = true;
    location.replace(at(kept));
    return;
  }
  Object.defineProperty(navigator, 'language', { get: () => language });
  Object.defineProperty(navigator, 'languages', { get: () => [language] });

  const ask = window.fetch.bind(window);
  let asking = 0;
  let lastAsked = 0;
  window.fetch = async (input, init = {}) => {
    const address = new URL(input instanceof Request ? input.url : input, location.href);
    if (address.origin !== location.origin) return ask(input, init);
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set(header, language);
    const changes = (init.method ?? 'GET') !== 'GET';
    asking += changes ? 1 : 0;
    try {
      return await ask(input, { ...init, headers });
    } finally {
      asking -= changes ? 1 : 0;
      lastAsked = performance.now();
    }
  };

  // What was typed last is kept once the app has answered for it: then nothing is lost by opening the page anew.
  const settled = () => new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      const now = performance.now();
      if ((!asking && now - Math.max(lastAsked, began) > REST) || now - began > LONGEST) resolve();
      else setTimeout(look, 50);
    };
    look();
  });

  // An access code is kept nowhere, but the page that is opened anew in the other language has it again, once.
  const CODE = '#access-code input';
  const ONCE = 'r2v.code-once';
  const bring = () => {
    let code = null;
    try {
      code = sessionStorage.getItem(ONCE);
      sessionStorage.removeItem(ONCE);
    } catch { /* then it is typed again */ }
    const put = () => {
      const box = document.querySelector(CODE);
      if (!box) return;
      looking.disconnect();
      box.value = code;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const looking = new MutationObserver(put);
    if (code) looking.observe(document, { childList: true, subtree: true });
  };
  bring();
  const carry = () => {
    const code = document.querySelector(CODE)?.value;
    try { if (code) sessionStorage.setItem(ONCE, code); } catch { /* the same */ }
  };
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('#language');
    if (!button || button.getAttribute('aria-busy')) return;
    button.setAttribute('aria-busy', 'true');
    await settled();
    const other = language === 'en' ? 'zh-CN' : 'en';
    remember(other);
    carry();
    location.replace(at(other));
  });
})();
