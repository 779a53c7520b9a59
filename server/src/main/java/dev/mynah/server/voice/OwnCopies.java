package dev.mynah.server.voice;

import dev.mynah.server.db.Transaction;
import java.util.Collection;
import java.util.List;

/** Files an owner keeps elsewhere that hold the same bytes as files of a voice. */
@FunctionalInterface
public interface OwnCopies {

  /** Returns the ids of such files. */
  List<String> of(Transaction transaction, String ownerId, Collection<String> blobIds);
}
