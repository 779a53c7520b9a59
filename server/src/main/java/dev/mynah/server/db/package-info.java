/** The database: opening, migrating, and transactions that features join. */
@NullMarked
package dev.mynah.server.db;

import org.jspecify.annotations.NullMarked;
