// Attempts come packed: JSON, raw deflate, base64; in the page, or in script files beside it.
const index = JSON.parse(document.getElementById("index").textContent);
const KEPT = 8;
const unpacked = new Map();
const fromFiles = new Map();
const loading = new Map();
const trusted = window.trustedTypes
  ? window.trustedTypes.createPolicy("chunks", { createScriptURL: (url) => url })
  : { createScriptURL: (url) => url };

window.prover_eval_attempts = (key, first, chunks) => {
  if (key !== index.key) return;
  chunks.forEach((chunk, place) => fromFiles.set(first + place, chunk));
};

const fileOf = (number) => {
  let low = 0, high = index.files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.files[middle] <= number) low = middle;
    else high = middle - 1;
  }
  return low;
};

const loadFile = (file) => {
  if (!loading.has(file)) {
    loading.set(file, new Promise((done, failed) => {
      const url = `${index.folder}/${file}.js`;
      const script = document.createElement("script");
      script.src = trusted.createScriptURL(encodeURI(url).replace(/[?#]/g, encodeURIComponent));
      script.onload = () => done(script.remove());
      script.onerror = () => {
        loading.delete(file);
        script.remove();
        failed(new Error(`${url} can't be loaded: keep the folder ${index.folder} beside this page`));
      };
      document.head.append(script);
    }));
  }
  return loading.get(file);
};

const packedChunk = async (number) => {
  const block = document.getElementById(`chunk-${number}`);
  if (block) return block.textContent;
  if (!fromFiles.has(number)) await loadFile(fileOf(number));
  if (!fromFiles.has(number)) throw new Error("the files of attempts belong to another report than this page; make it again");
  return fromFiles.get(number);
};

const unpack = async (packed) => {
  if (!window.DecompressionStream) throw new Error("This browser is too old to unpack the attempts");
  const raw = atob(packed);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
};

// {attempts, texts} of one chunk; the last few are kept.
const chunk = (number) => {
  const known = unpacked.get(number) || packedChunk(number).then(unpack);
  unpacked.delete(number);
  unpacked.set(number, known);
  known.catch(() => unpacked.delete(number));
  if (unpacked.size > KEPT) unpacked.delete(unpacked.keys().next().value);
  return known;
};

// [attempt, texts] by the attempt's place in its cell.
const attemptAt = async (cell, place) => {
  let part = cell.parts[0];
  for (const next of cell.parts) if (next[1] <= place) part = next;
  const { attempts, texts } = await chunk(part[0]);
  return [attempts[place - part[1]], texts];
};
