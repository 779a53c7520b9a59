package dev.mynah.server.http.fish.live;

import dev.mynah.server.http.wire.JsonFields;

/** What a client says. */
sealed interface LiveEvent {
  /** Begins speech with these fields of a speech request. */
  record Start(JsonFields request) implements LiveEvent {}

  /** More text, cut anywhere. */
  record Text(String text) implements LiveEvent {}

  /** What is there is to be spoken. */
  record Flush() implements LiveEvent {}

  /** There will be no more text. */
  record Stop() implements LiveEvent {}

  /** Something that newer clients may know. */
  record Unknown() implements LiveEvent {}
}
