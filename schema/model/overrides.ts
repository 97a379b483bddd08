/** What a person writes, made from what templates see. */

/**
 * `T` with every value optional, section by section, and null where `T` allows null. Lists, maps of free keys and
 * passed-on objects are given whole: they are arrays, or have an index signature, which a section never has. The
 * mapped type is homomorphic, so that editors show the doc comments of `T`.
 */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [K in keyof T]?: Overrides<T[K]> }
    : T;
