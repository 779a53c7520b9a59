/** The models on this machine, for whoever looks after the server. */
@NullMarked
package dev.mynah.server.model;

import org.jspecify.annotations.NullMarked;
