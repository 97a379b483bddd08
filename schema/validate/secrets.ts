/** What must not be printed. */

const secretWord =
  /(^|[^a-z])(password|passwd|passphrase|pwd|pin|secret|secrets|token|credential|credentials|apikey|api[-_]?key)([^a-z]|$)/u;

/** `dbPassword`, `DB_PASSWORD` and `db-password` in one spelling: words in lower case, apart from each other. */
const words = (key: string): string => key.replace(/([a-z0-9])([A-Z])/gu, '$1_$2').toLowerCase();

/** Keys that name a place where a secret is kept, and say nothing of the secret. */
const references = /^(secretName|secretKeyRef|imagePullSecrets|pullSecrets)$/u;
const parts = /^(key|name|optional)$/u;

/** Whether the value at a path may be a secret: a key above it, or its own, is called password, pin, secret or the like. */
export const isSecretPath = (path: readonly (string | number)[]): boolean => {
  const keys = path.map(String);
  if (keys.some((key) => references.test(key)) || parts.test(keys.at(-1) ?? '')) return false;
  return keys.some((key) => secretWord.test(words(key)));
};

/** Whether a line of text may hold a secret. */
export const isSecretText = (text: string): boolean =>
  /passw|passphrase|pwd|secret|token|credential|api[-_]?key|private key|(^|[^a-z])pin([^a-z]|$)/iu.test(
    text.replace(/secretName|secretKeyRef|imagePullSecrets/gu, ''),
  );

/** A text without names and passwords of URLs. */
export const withoutLogin = (text: string): string => text.replace(/:\/\/[^/@\s"]{1,200}@/gu, '://…@');
