/** The dialect of Ace Data Cloud's fish service: {@code /fish/*}. */
@NullMarked
package dev.mynah.server.http.ace;

import org.jspecify.annotations.NullMarked;
