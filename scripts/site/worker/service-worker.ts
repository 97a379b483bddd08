/** Keeps the page in the browser, so that it works offline. What belongs to the repository is always asked for. */
declare const self: ServiceWorkerGlobalScope;

/** Put in when the page is built: its files, and a digest of them. */
declare const FILES: readonly string[];
declare const DIGEST: string;

const name = `fabric-dind-${DIGEST}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll([...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((keys) =>
        Promise.all(
          keys
            .filter((key) => key.startsWith('fabric-dind-') && key !== name)
            .map((key) => caches.delete(key)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

// The net first: a page that is online is never an old one.
self.addEventListener('fetch', (event) => {
  event.respondWith(
    fetch(event.request).catch(async (error: unknown) => {
      const kept = await caches.match(event.request, { ignoreSearch: true });
      if (kept === undefined) throw error;
      return kept;
    }),
  );
});

export {};
