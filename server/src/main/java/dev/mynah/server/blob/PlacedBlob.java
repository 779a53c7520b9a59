package dev.mynah.server.blob;

/** A file and where its bytes are. */
record PlacedBlob(Blob blob, BlobPlace place) {}
