/** What keys have used: one entry to a task, written in the transaction that ends it. */
@NullMarked
package dev.mynah.server.usage;

import org.jspecify.annotations.NullMarked;
