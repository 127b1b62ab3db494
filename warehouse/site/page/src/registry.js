// Data arrive as scripts that call `dateline.put`: a page opened from a file may load scripts, but not fetch files.

const parts = new Map();
const folder = document.documentElement.dataset.version;
const ALLOWED = /^v-[0-9a-f]{12}\/(data|evidence)\/[a-z0-9-]+\.js$/;

window.dateline = {
  put(name, part, json) {
    parts.set(`${name}/${part}`, json);
  },
};

// Under the page's policy no string becomes a script's address unless it passes here.
const policy = window.trustedTypes?.createPolicy("dateline", {
  createScriptURL(address) {
    if (!ALLOWED.test(address)) throw new TypeError(`${address} is not of this page`);
    return address;
  },
});

/** A part of the data that has arrived; it is handed out once. */
export function take(name, part = "") {
  const key = `${name}/${part}`;
  if (!parts.has(key)) throw new Error(`a part of the page did not load: ${key}`);
  const value = JSON.parse(parts.get(key));
  parts.delete(key);
  return value;
}

/** Load a script of data and hand out what it brings. */
export function load(file, name, part) {
  const address = `${folder}/${file}`;
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => {
      script.remove();
      try {
        resolve(take(name, part));
      } catch (error) {
        reject(error);
      }
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`${address} did not load`));
    };
    script.src = policy ? policy.createScriptURL(address) : address;
    document.head.append(script);
  });
}

const buckets = new Map();

/** What stands behind an event. */
export function evidence(id, digits) {
  const bucket = digits ? id.slice(-digits) : "all";
  if (!buckets.has(bucket)) {
    const coming = load(`evidence/${bucket}.js`, "evidence", bucket);
    coming.catch(() => buckets.delete(bucket)); // tried again when the event is opened again
    buckets.set(bucket, coming);
  }
  return buckets.get(bucket).then((rows) => rows[id]);
}
