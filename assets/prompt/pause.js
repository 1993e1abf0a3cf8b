// Waits for a pause in what comes often, though never for long: whoever types on and on is answered too.
const makePause = (act) => {
  const QUIET = 150;
  const LONGEST = 600;
  let timer = 0;
  let since = 0;
  const now = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    act();
  };
  const soon = () => {
    if (!timer) since = performance.now();
    clearTimeout(timer);
    timer = setTimeout(now, Math.max(0, Math.min(QUIET, since + LONGEST - performance.now())));
  };
  return { soon, now };
};
