// Answers that the server does not have yet, kept in this browser and sealed with the key of their attempt. The server
// gives that key to pages of the attempt only, and it is never stored: nobody else at this computer can read them.
//
// In IndexedDB, not in localStorage: only there can a write be waited for until it is on the disk.

const STORE = "unsent";
const PATIENCE = 3_000;

// Null where nothing can be kept: browsers have no cryptography without https, and some windows have no storage.
export async function openStore(attempt, key) {
  if (!isSecureContext || !globalThis.crypto?.subtle) return null;
  const patience = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    const sealing = crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Store(attempt, ...(await Promise.race([Promise.all([sealing, database()]), patience])));
  } catch {
    return null;
  }
}

function database() {
  const request = indexedDB.open("elearn", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { autoIncrement: true }).createIndex("attempt", "attempt");
  };
  return outcome(request);
}

class Store {
  #attempt;
  #key;
  #database;
  #sealing;
  #turn = Promise.resolve();

  constructor(attempt, key, database) {
    this.#attempt = attempt;
    this.#key = key;
    this.#database = database;
    this.#sealing = (nonce) => ({ name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(attempt) });
  }

  // The answers of this attempt, oldest first, and how many there are that this key does not open.
  async kept() {
    const found = this.#database.transaction(STORE).objectStore(STORE).index("attempt");
    const [keys, records] = await Promise.all([
      outcome(found.getAllKeys(this.#attempt)),
      outcome(found.getAll(this.#attempt)),
    ]);
    const opened = await Promise.all(records.map((record, number) => this.#opened(keys[number], record)));
    const answers = opened.filter((answer) => answer);
    return { answers, unopened: records.length - answers.length };
  }

  async #opened(place, { nonce, sealed }) {
    try {
      const plain = await crypto.subtle.decrypt(this.#sealing(nonce), this.#key, sealed);
      return { ...JSON.parse(new TextDecoder().decode(plain)), place };
    } catch {
      return null;
    }
  }

  // Gives the answer its place here once it is on the disk; those that it replaces are gone then.
  keep(answer, replaced) {
    return this.#inTurn(async () => {
      const { n, sequence, fields, at } = answer;
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify({ n, sequence, fields, at }));
      const sealed = await crypto.subtle.encrypt(this.#sealing(nonce), this.#key, plain);
      answer.place = await this.#write((records) => {
        for (const { place } of replaced) if (place) records.delete(place);
        return records.add({ attempt: this.#attempt, nonce, sealed });
      });
    });
  }

  drop(answer) {
    return this.#inTurn(async () => {
      if (answer.place) await this.#write((records) => records.delete(answer.place));
    });
  }

  // These answers as a file that the academy's staff can load and nobody can read.
  async file(answers) {
    const records = this.#database.transaction(STORE).objectStore(STORE);
    const kept = await Promise.all(answers.filter(({ place }) => place).map(({ place }) => outcome(records.get(place))));
    const sealed = kept.filter((record) => record).map((record) => [toText(record.nonce), toText(record.sealed)]);
    const content = JSON.stringify({ "elearn-rescue": 1, attempt: this.#attempt, answers: sealed });
    return new Blob([content], { type: "application/json" });
  }

  // One after the other, so that an answer has its place before it is replaced. What fails is not kept, and has none.
  #inTurn(job) {
    this.#turn = this.#turn.then(job).catch(() => {});
    return this.#turn;
  }

  #write(job) {
    const transaction = this.#database.transaction(STORE, "readwrite", { durability: "strict" });
    const request = job(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function toBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
}
