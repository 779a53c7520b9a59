/** The model store: puts the files of an engine on this machine, whole and verified. */
@NullMarked
package dev.mynah.engine.model;

import org.jspecify.annotations.NullMarked;
