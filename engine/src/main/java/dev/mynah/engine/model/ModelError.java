package dev.mynah.engine.model;

/** Why a model isn't there. */
public enum ModelError {
  /** The catalogue has no model of that name. */
  UNKNOWN_MODEL,
  /** No source could give the files. */
  UNREACHABLE,
  /** A source gave other bytes than the manifest names, and no other source did better. */
  WRONG_HASH,
  /** The disk has too little room. */
  DISK_FULL,
  /** The store's folder can't be read or written. */
  STORE_UNUSABLE,
  /** The caller was interrupted. */
  INTERRUPTED
}
