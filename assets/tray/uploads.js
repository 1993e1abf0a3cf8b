// Uploads to Gradio's own endpoint, two at a time, by XHR: `fetch` doesn't tell how much it has sent.
const makeUploads = (fallback) => {
  const AT_ONCE = 2;
  const waiting = [];
  let running = 0;
  const config = () => window.gradio_config || {};
  const base = () => {
    const { root, api_prefix: prefix } = config();
    return root === undefined ? null : root.replace(/\/$/, '') + (prefix ?? '/gradio_api');
  };
  const addressOf = (path) => {
    const escaped = path.split(/[\\/]/).map(encodeURIComponent).join('/').replace(/^([A-Za-z])%3A/, '$1:');
    return `${base() ?? '/gradio_api'}/file=${escaped}`;
  };

  const end = (job, outcome, ...details) => {
    if (job.ended) return;
    job.ended = true;
    running -= 1;
    startNext();
    outcome(...details);
  };

  const reasonOf = (status) => {
    if (status === 413) return 'upload_too_large';
    return status === 429 || status === 503 ? 'upload_busy' : 'upload_failed';
  };

  const answered = (job) => {
    let paths = null;
    try {
      paths = JSON.parse(job.request.responseText);
    } catch { /* a proxy's page instead of an answer */ }
    if (job.request.status !== 200 || !Array.isArray(paths) || typeof paths[0] !== 'string') {
      end(job, job.failed, reasonOf(job.request.status));
    } else end(job, job.done, { path: paths[0], url: addressOf(paths[0]) });
  };

  const start = (job) => {
    running += 1;
    if (base() === null) {
      fallback(job.file).then((given) => end(job, job.done, given), () => end(job, job.failed, 'upload_failed'));
      return;
    }
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('files', job.file, job.file.name);
    job.request = request;
    request.upload.addEventListener('progress', (event) => job.progress(event.loaded, event.total));
    request.addEventListener('load', () => answered(job));
    request.addEventListener('error', () => end(job, job.failed, 'upload_failed'));
    request.addEventListener('abort', () => end(job, () => {}));
    request.open('POST', `${base()}/upload`);
    request.withCredentials = true;
    request.send(body);
  };

  const startNext = () => {
    while (running < AT_ONCE && waiting.length > 0) start(waiting.shift());
  };

  // Calls progress(sent, total), then done({path, url}) or failed(reason); the function that it gives takes it back.
  const send = (file, { progress, done, failed }) => {
    const job = { file, progress, done, failed, request: null, ended: false };
    const most = config().max_file_size;
    if (most && file.size > most) {
      failed('upload_too_large');
      return () => {};
    }
    waiting.push(job);
    startNext();
    return () => {
      const place = waiting.indexOf(job);
      if (place >= 0) waiting.splice(place, 1);
      else if (job.request && !job.ended) job.request.abort();
    };
  };
  return { send, addressOf };
};

// Sends what the tray holds, a card's file or a voice, and writes into it how far it is.
const makeSender = (uploads, { draw, publish, refused }) => {
  const begin = (held) => {
    Object.assign(held, { sent: 0, failed: '' });
    held.stop = uploads.send(held.file, {
      progress: (sent, total) => {
        held.sent = Math.round((sent / total) * held.size);
        draw();
      },
      done: ({ path, url }) => {
        Object.assign(held, { path, url, sent: held.size });
        publish();
      },
      failed: (reason) => {
        held.failed = reason;
        refused(held);
        draw();
      },
    });
  };
  const resume = (held) => {
    if (held && !held.path && held.file) begin(held);
  };
  return { begin, resume };
};
