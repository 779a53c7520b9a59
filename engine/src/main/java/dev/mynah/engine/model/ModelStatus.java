package dev.mynah.engine.model;

import java.nio.file.Path;

/**
 * A model of the catalogue and whether it is on this machine.
 *
 * @param manifest what it consists of
 * @param installed whether every file is there with its size
 * @param directory where its files are, or would be
 */
public record ModelStatus(ModelManifest manifest, boolean installed, Path directory) {}
