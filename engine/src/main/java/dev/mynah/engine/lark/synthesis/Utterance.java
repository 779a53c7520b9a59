package dev.mynah.engine.lark.synthesis;

/**
 * A stretch of speech the network says in one go.
 *
 * @param ids phoneme ids with the 0 at both ends; not copied
 * @param before the rest before it, if anything was said
 */
public record Utterance(long[] ids, Pause before) {}
