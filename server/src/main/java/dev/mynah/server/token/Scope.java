package dev.mynah.server.token;

/** What a key may do. */
public enum Scope {
  /** Turn text into speech, and read voices and tasks. */
  SPEAK,
  /** Make voices. */
  CLONE,
  /** Change and delete the owner's voices. */
  MANAGE,
  /** Make and revoke keys. Gives no sight of what belongs to other owners. */
  ADMIN
}
