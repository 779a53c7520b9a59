/** The audit log: who did what to what, written once and never changed. */
@NullMarked
package dev.mynah.server.audit;

import org.jspecify.annotations.NullMarked;
