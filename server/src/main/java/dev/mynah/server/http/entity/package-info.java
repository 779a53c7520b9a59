/** What several dialects show alike: voices, and links to audio and pictures. */
@NullMarked
package dev.mynah.server.http.entity;

import org.jspecify.annotations.NullMarked;
